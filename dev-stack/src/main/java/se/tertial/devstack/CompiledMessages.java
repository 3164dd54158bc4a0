package se.tertial.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;
import se.tertial.language.Message;

/**
 * The templates of messages in compiled classes: what {@link Message#of} is called with, what validators say, and what
 * annotations have as their message. Read from the compiled form, since there a constant is a constant wherever it was written.
 */
final class CompiledMessages {

    private static final String MESSAGE = Type.getInternalName(Message.class);
    private static final String CONSTRAINT = "Ljakarta/validation/Constraint;";

    private final Set<String> templates = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    private CompiledMessages() {}

    static CompiledMessages of(Path classes) throws IOException {
        CompiledMessages messages = new CompiledMessages();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                messages.read(new ClassReader(Files.readAllBytes(file)));
            }
        }
        return messages;
    }

    Set<String> templates() {
        return templates;
    }

    List<String> faults() {
        return faults;
    }

    private void read(ClassReader reader) {
        ClassNode type = new ClassNode();
        reader.accept(type, 0);
        annotations(type).forEach(this::read);
        boolean constraint = all(type.visibleAnnotations).anyMatch(annotation -> annotation.desc.equals(CONSTRAINT));
        for (MethodNode method : type.methods) {
            if (constraint && method.name.equals("message") && method.annotationDefault instanceof String template) {
                templates.add(template);
            }
            try {
                read(type, method);
            } catch (AnalyzerException e) {
                throw new IllegalStateException(type.name + "." + method.name, e);
            }
        }
    }

    /** The annotations that are there at run time, which those of validation are. */
    private static Stream<AnnotationNode> annotations(ClassNode type) {
        return Stream.of(
                        all(type.visibleAnnotations),
                        all(type.visibleTypeAnnotations),
                        all(type.recordComponents)
                                .flatMap(part ->
                                        Stream.concat(all(part.visibleAnnotations), all(part.visibleTypeAnnotations))),
                        type.fields.stream()
                                .flatMap(field -> Stream.concat(
                                        all(field.visibleAnnotations), all(field.visibleTypeAnnotations))),
                        type.methods.stream()
                                .flatMap(method -> Stream.concat(
                                        all(method.visibleAnnotations), all(method.visibleTypeAnnotations))),
                        type.methods.stream()
                                .filter(method -> method.visibleParameterAnnotations != null)
                                .flatMap(method -> Stream.of(method.visibleParameterAnnotations)
                                        .flatMap(CompiledMessages::all)))
                .flatMap(found -> found);
    }

    private static <T> Stream<T> all(@Nullable List<T> list) {
        return list == null ? Stream.empty() : list.stream();
    }

    /** The value of an annotation is another one in repeated annotations, and a list of names and values in any. */
    private void read(@Nullable Object value) {
        if (value instanceof List<?> many) {
            many.forEach(this::read);
        } else if (value instanceof AnnotationNode annotation && annotation.values != null) {
            for (int index = 0; index < annotation.values.size(); index += 2) {
                Object content = annotation.values.get(index + 1);
                if (annotation.values.get(index).equals("message") && content instanceof String template) {
                    templates.add(template);
                } else {
                    read(content);
                }
            }
        }
    }

    private void read(ClassNode type, MethodNode method) throws AnalyzerException {
        Frame<SourceValue>[] frames = new Analyzer<>(new Origins()).analyze(type.name, method);
        for (int index = 0; index < frames.length; index++) {
            if (method.instructions.get(index) instanceof MethodInsnNode call && frames[index] != null) {
                Frame<SourceValue> frame = frames[index];
                int top = frame.getStackSize() - 1;
                if (call.owner.equals(MESSAGE) && call.name.equals("of")) {
                    int count = parameters(method, frames, frame.getStack(top));
                    literals(frame.getStack(top - 1), place(type, call)).forEach(template -> {
                        templates.add(template);
                        checkCount(template, count, place(type, call));
                    });
                } else if (call.name.equals("buildConstraintViolationWithTemplate")) {
                    templates.addAll(literals(frame.getStack(top), place(type, call)));
                }
            }
        }
    }

    private List<String> literals(SourceValue value, String place) {
        List<String> literals = new ArrayList<>();
        for (AbstractInsnNode origin : value.insns) {
            if (origin instanceof LdcInsnNode load && load.cst instanceof String literal) {
                literals.add(literal);
            } else {
                faults.add(place + ": a template is not a literal");
            }
        }
        return literals;
    }

    private void checkCount(String template, int count, String place) {
        Set<String> wanted = new TreeSet<>();
        IntStream.range(0, count).forEach(number -> wanted.add("{" + number + "}"));
        if (!Wording.places(template).equals(wanted)) {
            faults.add(place + ": “" + template + "” has " + Wording.places(template) + " and is given " + wanted);
        }
    }

    /** How many parameters an array has; -1 if it was not written out at the call. */
    private static int parameters(MethodNode method, Frame<SourceValue>[] frames, SourceValue array) {
        AbstractInsnNode creation =
                array.insns.size() == 1 ? array.insns.iterator().next() : null;
        if (creation == null || creation.getOpcode() != Opcodes.ANEWARRAY) {
            return -1;
        }
        Frame<SourceValue> frame = Objects.requireNonNull(frames[method.instructions.indexOf(creation)]);
        AbstractInsnNode size =
                frame.getStack(frame.getStackSize() - 1).insns.iterator().next();
        return size instanceof IntInsnNode push ? push.operand : size.getOpcode() - Opcodes.ICONST_0;
    }

    private static String place(ClassNode type, AbstractInsnNode at) {
        AbstractInsnNode line = at;
        while (line != null && !(line instanceof LineNumberNode)) {
            line = line.getPrevious();
        }
        return type.sourceFile + (line instanceof LineNumberNode known ? ":" + known.line : "");
    }

    /** Follows a value to where it came into being, through copies of it. */
    private static final class Origins extends SourceInterpreter {

        Origins() {
            super(Opcodes.ASM9);
        }

        @Override
        public SourceValue copyOperation(AbstractInsnNode copy, SourceValue value) {
            return value;
        }
    }
}
