package se.tertial.kit.problem;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The methods of each address. Quarkus REST tells an address that lacks the method (405) from one that is not there (404)
 * only within the resource class it looked at last.
 */
@Singleton
class AllowedMethods {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^/}]+}");

    private final Map<Pattern, Set<String>> addresses;

    @Inject
    AllowedMethods(BeanManager beans) {
        Map<String, Set<String>> methods = new HashMap<>();
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Class<?> resource = bean.getBeanClass();
            Path base = resource.getAnnotation(Path.class);
            if (base != null) {
                for (Method operation : resource.getDeclaredMethods()) {
                    add(methods, base.value(), operation);
                }
            }
        }
        addresses = methods.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> pattern(entry.getKey()), Map.Entry::getValue));
    }

    /** The methods that an address takes; none if there is nothing there. */
    Set<String> at(String path) {
        Set<String> allowed = new TreeSet<>();
        addresses.forEach((address, methods) -> {
            if (address.matcher(path).matches()) {
                allowed.addAll(methods);
            }
        });
        return allowed;
    }

    private static void add(Map<String, Set<String>> methods, String base, Method operation) {
        Path own = operation.getAnnotation(Path.class);
        for (Annotation annotation : operation.getAnnotations()) {
            HttpMethod method = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (method != null) {
                Set<String> here =
                        methods.computeIfAbsent(base + "/" + (own == null ? "" : own.value()), any -> new TreeSet<>());
                here.add(method.value());
                if (method.value().equals(HttpMethod.GET)) {
                    here.add(HttpMethod.HEAD);
                }
            }
        }
    }

    private static Pattern pattern(String template) {
        List<String> segments = new ArrayList<>();
        for (String segment : template.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(PARAMETER.matcher(segment).matches() ? "[^/]+" : Pattern.quote(segment));
            }
        }
        return Pattern.compile("/?" + String.join("/", segments) + "/?");
    }
}
