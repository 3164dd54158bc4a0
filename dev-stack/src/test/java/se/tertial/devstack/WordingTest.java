package se.tertial.devstack;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordingTest {

    private static final String CODE =
            """
            import se.tertial.language.Message;

            class Said {
                static final String CONSTANT = "Two " + "halves.";
                static final Message FIELD = Message.of(CONSTANT);

                @interface Checked { String message() default ""; }
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                @interface Many { Single[] value(); }
                @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
                @interface Single { String message(); }

                record Row(@Single(message = "At most {max}.") String text) {}

                @Many({@Single(message = "First."), @Single(message = "Second.")})
                Message say(boolean one, String what) {
                    java.util.function.Supplier<Message> later = () -> Message.of("Later {0}.", "no template");
                    return Message.of(one ? "One {0} {1}." : "Other {1} {0}.", what + "x", later.get());
                }
            }
            """;

    private static final String SWEDISH =
            """
            msgid "Two halves."
            msgstr "Två halvor."
            msgid "At most {max}."
            msgstr "Högst {max}."
            msgid "First."
            msgstr "Första."
            msgid "Second."
            msgstr "Andra."
            msgid "Later {0}."
            msgstr "Senare {0}."
            msgid "One {0} {1}."
            msgstr "En {1} {0}."
            msgid "Other {1} {0}."
            msgstr "Annan {1} {0}."
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path file;

    @BeforeEach
    void translate() throws IOException {
        file = folder.resolve("messages_sv.po");
        Files.writeString(file, SWEDISH);
    }

    @Test
    void messagesAreFoundWhereverTheyAreWritten() throws IOException {
        Path classes = Compiled.of(folder, CODE);

        assertDoesNotThrow(() -> Wording.hold(classes, file));
    }

    @Test
    void whatIsNotTranslatedIsNamed() throws IOException {
        Path classes = Compiled.of(folder, CODE.replace("Later {0}.", "A “new” \\\"one\\\" {0}."));

        String fault = fault(classes);

        assertAll(
                () -> assertTrue(fault.contains("msgid \"A “new” \\\"one\\\" {0}.\""), fault),
                () -> assertTrue(fault.contains("translated and nowhere said: “Later {0}.”"), fault));
    }

    @Test
    void parametersThatDifferAreNamed() throws IOException {
        Path classes = Compiled.of(folder, CODE);
        Files.writeString(file, SWEDISH.replace("En {1} {0}.", "En {1}.").replace("Högst {max}", "Högst {0}"));

        String fault = fault(classes);

        assertAll(
                () -> assertTrue(fault.contains("“One {0} {1}.” and “En {1}.”"), fault),
                () -> assertTrue(fault.contains("“At most {max}.” and “Högst {0}.”"), fault));
    }

    @Test
    void parameterThatIsMissingOrTooManyIsNamed() throws IOException {
        Path classes = Compiled.of(
                folder,
                CODE.replace("what + \"x\", later.get()", "what")
                        .replace("Message.of(CONSTANT)", "Message.of(CONSTANT, 1, 2)"));

        String fault = fault(classes);

        assertAll(
                () -> assertTrue(fault.contains("“One {0} {1}.” has [{0}, {1}] and is given [{0}]"), fault),
                () -> assertTrue(fault.contains("“Two halves.” has [] and is given [{0}, {1}]"), fault));
    }

    @Test
    void templateThatIsPutTogetherIsRefused() throws IOException {
        Path classes = Compiled.of(folder, CODE.replace("one ? \"One {0} {1}.\"", "one ? \"One {0} {1}.\" + what"));

        String fault = fault(classes);

        assertTrue(fault.contains("Said.java:18: a template is not a literal"), fault);
    }

    private String fault(Path classes) {
        return String.valueOf(assertThrows(AssertionError.class, () -> Wording.hold(classes, file))
                .getMessage());
    }
}
