package se.tertial.kit.problem;

import se.tertial.language.Message;

/**
 * One thing that is wrong, and where.
 *
 * @param field a JSON Pointer into the body, or the name of the parameter
 * @param in    the part of the request: body, path, query or header
 */
public record Violation(String field, String in, Message message) {

    public static Violation inBody(String pointer, Message message) {
        return new Violation(pointer, "body", message);
    }
}
