package se.tertial.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProseTest {

    /** As the services' threads have it. */
    private static final int STACK_BYTES = 512 * 1024;

    @ParameterizedTest
    @CsvSource({
        "'> ', 25000, ''",
        "'- ', 16000, ''",
        "'1. ', 12000, ''",
        "'> - ', 12000, ''",
        "'*', 24000, '*'",
        "'__', 12000, '__'"
    })
    void whatIsNestedWithoutEndIsShownAsItWasWritten(String opening, int times, String closing) throws Exception {
        String markdown = opening.repeat(times) + "djupt" + closing.repeat(times);
        CompletableFuture<String> shown = new CompletableFuture<>();

        new Thread(null, () -> shown.complete(Prose.html(markdown, 2)), "prose", STACK_BYTES).start();

        assertTrue(shown.get(30, TimeUnit.SECONDS).startsWith("<p>"), "one paragraph");
        assertTrue(shown.get(30, TimeUnit.SECONDS).contains("djupt"), "the text");
    }

    @Test
    void whatAPersonNestsIsNested() {
        assertEquals(
                """
                <ul>
                <li>a
                <ul>
                <li>b
                <blockquote>
                <p><em>c <strong>d</strong></em></p>
                </blockquote>
                </li>
                </ul>
                </li>
                </ul>
                """,
                Prose.html("- a\n  - b\n    > *c **d***", 2));
    }
}
