package se.tertial.kit.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/**
 * Refuses query parameters that an operation does not know, that are given twice or that have no value: a filter that is
 * misspelt, and so left out, would answer with too much, and of two values one would be overlooked.
 */
@Provider
public class KnownParameters implements ContainerRequestFilter {

    private static final int MOST_TOLD = 10;

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Context
    @SuppressWarnings("NullAway.Init")
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        Map<String, List<String>> sent = request.getUriInfo().getQueryParameters();
        Method method = resource.getResourceMethod();
        if (sent.isEmpty() || method == null) {
            return;
        }
        if (request.getUriInfo().getRequestUri().getRawQuery().indexOf(';') >= 0) {
            // To some it parts parameters and to others it is a character of a value.
            throw Problem.unreadable(Message.of("A semicolon in a query is written %3B."));
        }
        Set<String> allowed = known.computeIfAbsent(method, KnownParameters::of);
        List<Violation> violations = sent.entrySet().stream()
                .flatMap(parameter -> violation(parameter.getKey(), parameter.getValue(), allowed).stream())
                .limit(MOST_TOLD)
                .toList();
        if (!violations.isEmpty()) {
            throw Problem.malformed(violations);
        }
    }

    private static Optional<Violation> violation(String name, List<String> values, Set<String> allowed) {
        Message message = null;
        if (!allowed.contains(name)) {
            message = allowed.isEmpty()
                    ? Message.of("This operation has no query parameters.")
                    : Message.of("There is no such parameter; there are {0}.", allowed);
        } else if (values.size() > 1) {
            message = Message.of("The parameter is given more than once.");
        } else if (values.get(0).isEmpty()) {
            message = Message.of("The parameter has no value.");
        }
        return message == null ? Optional.empty() : Optional.of(new Violation(name, "query", message));
    }

    private static Set<String> of(Method method) {
        Set<String> names = new TreeSet<>();
        for (Parameter parameter : method.getParameters()) {
            add(names, parameter);
            if (parameter.isAnnotationPresent(BeanParam.class)
                    && parameter.getType().isRecord()) {
                for (RecordComponent component : parameter.getType().getRecordComponents()) {
                    add(names, component.getAccessor());
                    add(names, component);
                }
            }
        }
        return names;
    }

    private static void add(Set<String> names, AnnotatedElement element) {
        QueryParam parameter = element.getAnnotation(QueryParam.class);
        if (parameter != null) {
            names.add(parameter.value());
        }
    }
}
