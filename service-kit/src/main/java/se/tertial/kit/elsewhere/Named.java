package se.tertial.kit.elsewhere;

/**
 * Something that a row names and that another service registers.
 *
 * @param register the topic that tells of it
 * @param key      its last part of that topic's keys
 * @param name     as people call it
 * @param field    where it is named: a JSON Pointer into the body, or the name of the parameter
 * @param in       the part of the request: body or path
 */
public record Named(String register, String key, String name, String field, String in) {

    /**
     * Named in the body.
     *
     * @param pointer where
     */
    public static Named inBody(String register, String key, String pointer) {
        return new Named(register, key, key, pointer, "body");
    }

    /** The service that registers it: a topic begins with its name. */
    String service() {
        return register.substring(0, register.indexOf('.')) + "-service";
    }
}
