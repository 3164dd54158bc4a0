package se.tertial.kit.problem;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Optional;
import se.tertial.language.Message;

/**
 * Where a parameter stands in a request, as its annotations say.
 *
 * @param name what the request calls it
 * @param in   the part of the request: path, query or header
 */
public record ParameterPlace(String name, String in) {

    /** The place of an annotated parameter; an empty name in the query if no annotation says more. */
    public static ParameterPlace of(Annotation[] annotations) {
        return find(annotations).orElse(new ParameterPlace("", "query"));
    }

    static Optional<ParameterPlace> find(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation instanceof QueryParam query) {
                return Optional.of(new ParameterPlace(query.value(), "query"));
            }
            if (annotation instanceof PathParam path) {
                return Optional.of(new ParameterPlace(path.value(), "path"));
            }
            if (annotation instanceof HeaderParam header) {
                return Optional.of(new ParameterPlace(header.value(), "header"));
            }
        }
        return Optional.empty();
    }

    /** 400: what stands here does not have the form that it must have. */
    public Problem refuse(Message why) {
        return Problem.malformed(List.of(violation(why)));
    }

    Violation violation(Message message) {
        return new Violation(name, in, message);
    }
}
