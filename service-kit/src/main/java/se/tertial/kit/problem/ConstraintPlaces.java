package se.tertial.kit.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where in a request a value stands that broke a constraint of a resource's method. */
final class ConstraintPlaces {

    private ConstraintPlaces() {}

    static Violation violation(ConstraintViolation<?> violation) {
        Deque<Path.Node> nodes = new ArrayDeque<>();
        violation.getPropertyPath().forEach(nodes::add);
        Parameter parameter = null;
        if (!nodes.isEmpty() && nodes.peek().getKind() == ElementKind.METHOD) {
            Path.MethodNode method = nodes.remove().as(Path.MethodNode.class);
            if (!nodes.isEmpty() && nodes.peek().getKind() == ElementKind.PARAMETER) {
                parameter = parameter(
                        violation.getRootBeanClass(), method, nodes.remove().as(Path.ParameterNode.class));
            }
        }
        return place(parameter, nodes)
                .map(place -> place.violation(Constraints.message(violation)))
                .orElseGet(() -> Violation.inBody(pointer(nodes), Constraints.message(violation)));
    }

    /** The declared parameter: a class that the container derives from the resource does not repeat its annotations. */
    private static @Nullable Parameter parameter(Class<?> resource, Path.MethodNode method, Path.ParameterNode node) {
        Class<?>[] types = method.getParameterTypes().toArray(Class<?>[]::new);
        for (Class<?> type = resource; type != null; type = type.getSuperclass()) {
            Optional<Parameter> declared = Arrays.stream(type.getDeclaredMethods())
                    .filter(one -> one.getName().equals(method.getName()))
                    .filter(one -> Arrays.equals(one.getParameterTypes(), types))
                    .map(one -> one.getParameters()[node.getParameterIndex()])
                    .filter(one -> one.getAnnotations().length > 0)
                    .findFirst();
            if (declared.isPresent()) {
                return declared.get();
            }
        }
        return null;
    }

    /** The place of a parameter, or of that part of a bean of parameters which is named next; none in the body. */
    private static Optional<ParameterPlace> place(@Nullable Parameter parameter, Deque<Path.Node> below) {
        if (parameter == null) {
            return Optional.empty();
        }
        Path.Node part = below.peek();
        RecordComponent[] components = parameter.getType().getRecordComponents();
        if (part == null || components == null) {
            return ParameterPlace.find(parameter.getAnnotations());
        }
        return Arrays.stream(components)
                .filter(component -> component.getName().equals(part.getName()))
                .findFirst()
                .flatMap(
                        component -> ParameterPlace.find(component.getAccessor().getAnnotations()));
    }

    private static String pointer(Iterable<Path.Node> nodes) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : nodes) {
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            }
            if (node.getName() != null && !node.getName().startsWith("<")) {
                pointer.append('/').append(node.getName());
            }
        }
        return pointer.toString();
    }
}
