package se.tertial.kit.change;

import se.tertial.kit.elsewhere.Warning;
import se.tertial.language.Message;

/**
 * Something of a written row that may not be meant as it stands. It is kept, and told in the answer.
 *
 * @param pointer where it stands in the request's body
 */
public record Doubt(Warning.Code code, String pointer, Message message) {}
