package se.tertial.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What compiled classes have to do with a database: the statements that are written in them, and the entities. Read from the
 * compiled form, since there a constant is a constant wherever it was written.
 */
final class CompiledSql {

    /** Where a text that is put together at run time has what only that knows. */
    private static final char GAP = '\u0001';

    private static final Pattern STATEMENT =
            Pattern.compile("(select|insert into|update|delete from|with|truncate)\\s.*", Pattern.DOTALL);

    private static final String ENTITY = "Ljakarta/persistence/Entity;";
    private static final String COLUMN = "Ljakarta/persistence/Column;";
    private static final String EMBEDDED = "Ljakarta/persistence/EmbeddedId;";
    private static final String NULLABLE = "Lorg/jspecify/annotations/Nullable;";

    private final List<Written> statements = new ArrayList<>();
    private final Map<String, Map<String, Boolean>> entities = new TreeMap<>();

    /**
     * A statement as it is written.
     *
     * @param place  the class and method
     * @param guises what it may be: itself, or with something in its gaps
     */
    record Written(String place, List<String> guises) {}

    private CompiledSql() {}

    static CompiledSql of(Path classes) throws IOException {
        CompiledSql sql = new CompiledSql();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                ClassNode type = new ClassNode();
                new ClassReader(Files.readAllBytes(file)).accept(type, 0);
                sql.read(type);
            }
        }
        return sql;
    }

    List<Written> statements() {
        return statements;
    }

    /** Of each table that an entity is kept in, the columns beside its key, and whether the field may have no value. */
    Map<String, Map<String, Boolean>> entities() {
        return entities;
    }

    private void read(ClassNode type) {
        for (MethodNode method : type.methods) {
            for (AbstractInsnNode instruction : method.instructions) {
                String text = text(instruction);
                if (STATEMENT.matcher(text).matches() && !isAboutEntities(instruction)) {
                    statements.add(new Written(simple(type) + "." + whereWritten(method), guises(text)));
                }
            }
        }
        if (named(type.visibleAnnotations, ENTITY).findAny().isPresent()) {
            Map<String, Boolean> columns = new TreeMap<>();
            for (FieldNode field : type.fields) {
                if (named(field.visibleAnnotations, EMBEDDED).findAny().isEmpty()) {
                    boolean optional = field.visibleTypeAnnotations != null
                            && field.visibleTypeAnnotations.stream()
                                    .anyMatch(annotation ->
                                            annotation.desc.equals(NULLABLE) && annotation.typePath == null);
                    columns.put(column(field), optional);
                }
            }
            entities.put(snake(simple(type)), columns);
        }
    }

    private static String text(AbstractInsnNode instruction) {
        if (instruction instanceof LdcInsnNode load && load.cst instanceof String literal) {
            return literal;
        }
        return instruction instanceof InvokeDynamicInsnNode call
                        && call.name.equals("makeConcatWithConstants")
                        && call.bsmArgs[0] instanceof String recipe
                ? recipe
                : "";
    }

    /** Hibernate knows whether a query of entities is right; it is not the database's language. */
    private static boolean isAboutEntities(AbstractInsnNode literal) {
        AbstractInsnNode next = literal.getNext();
        while (next != null && !(next instanceof MethodInsnNode)) {
            next = next.getNext();
        }
        return next instanceof MethodInsnNode call && call.name.equals("createQuery");
    }

    /** A lambda stands in the method that it is written in. */
    private static String whereWritten(MethodNode method) {
        return method.name.replaceFirst("^lambda\\$(.*)\\$\\d+$", "$1");
    }

    /** With nothing or a number in each of its gaps. */
    private static List<String> guises(String text) {
        int gap = text.indexOf(GAP);
        if (gap < 0) {
            return List.of(text);
        }
        List<String> guises = new ArrayList<>();
        for (String rest : guises(text.substring(gap + 1))) {
            for (String filling : List.of("", "1")) {
                guises.add(text.substring(0, gap) + filling + rest);
            }
        }
        return guises;
    }

    private static String column(FieldNode field) {
        return named(field.visibleAnnotations, COLUMN)
                .map(column -> column.values)
                .filter(values -> values.contains("name"))
                .map(values -> (String) values.get(values.indexOf("name") + 1))
                .findAny()
                .orElse(snake(field.name));
    }

    private static Stream<AnnotationNode> named(@Nullable List<AnnotationNode> annotations, String name) {
        return annotations == null
                ? Stream.empty()
                : annotations.stream().filter(annotation -> annotation.desc.equals(name));
    }

    private static String simple(ClassNode type) {
        return type.name.substring(type.name.lastIndexOf('/') + 1);
    }

    /** As Hibernate names what has no name of its own. */
    private static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
