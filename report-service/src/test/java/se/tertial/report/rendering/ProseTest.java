package se.tertial.report.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import se.tertial.devstack.NearLinear;
import se.tertial.report.document.Allowance;

class ProseTest {

    /** Of a narrative. */
    private static final int LONGEST = 50_000;

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

        new Thread(null, () -> shown.complete(Prose.html(markdown, 2).html()), "prose", STACK_BYTES).start();

        assertTrue(shown.get(30, TimeUnit.SECONDS).startsWith("<p>"), "one paragraph");
        assertTrue(shown.get(30, TimeUnit.SECONDS).contains("djupt"), "the text");
    }

    /** Repeated up to the length of the longest text; what the library takes seconds or minutes for, and all else that means something. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "</",
                "<a ",
                "<a b=\"",
                "<a x=y ",
                "<!-",
                "<!--",
                "<?",
                "<!A",
                "<![CDATA[",
                "<http:",
                "<a@",
                "<a>",
                "[",
                "]",
                "![",
                "![[]()",
                "[](",
                "](",
                "[a](",
                "[a](<",
                "[a](b \"",
                "![a](",
                "[a][",
                "[a]",
                "[[a]",
                "[a",
                "[`",
                "[*",
                "*",
                "_",
                "*a ",
                "a* ",
                "_a ",
                "**a ",
                "a**b",
                "a**b c* ",
                "*a**a ",
                "**a*a ",
                "*a_ ",
                "*_",
                "**x *x ",
                "__a **a _a *a ",
                "`",
                "a`",
                "`[",
                "`<` ",
                "\\",
                "\\*",
                "&",
                "&#",
                "&a;",
                "(",
                "#",
                "# ",
                ">",
                "> ",
                "- ",
                "1. ",
                "> - ",
                "- a\n",
                "> a\n",
                "- a\n\n",
                "1. a\n",
                "    a\n",
                "\ta\n",
                "```\n",
                "~~~\n",
                "a\n=\n",
                "a\n",
                "\n",
                "  \n",
                "***\n",
                "* * *\n",
                "[a]: /u\n",
                "[a]: /u\n\n",
                "[a]: /u \"x\n",
                "[a]: <",
                "[a]:\n",
                "<div>\n",
                "<!--\n",
                "a ",
                "å",
                "ordrikt",
                "-1",
                "a-1"
            })
    void everyTextIsRenderedInLinearTime(String repeated) {
        NearLinear.inThisThread(repeated, LONGEST / 2, length -> Prose.html(filled(repeated, length), 2));
    }

    @ParameterizedTest
    @CsvSource({
        "'[', a, ']'",
        "'[', '', '](u)'",
        "'- ', a, '\n'",
        "'> ', a, '\n'",
        "'*a ', '', 'a* '",
        "'<a ', '', '>'",
        "'[a]: /u\n\n', '', '[a] '"
    })
    void textOfTwoHalvesIsRenderedInLinearTime(String opening, String between, String closing) {
        NearLinear.inThisThread(opening + closing, LONGEST / 2, length -> {
            String markdown = filled(opening.translateEscapes(), length / 2)
                    + between
                    + filled(closing.translateEscapes(), length / 2);
            Prose.html(markdown, 2);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ordrikt", "a", "a-1", "-1", "Covid-", "förvaltningsindikatorer", "&", "<"})
    void everyWordIsMadeDivisibleInLinearTime(String repeated) {
        NearLinear.inThisThread(repeated, LONGEST, length -> new Html(Allowance.ofOneDocument())
                .words(filled(repeated, length))
                .page());
    }

    /** More links and emphasis than anybody writes: 300 paragraphs, each with some of all. */
    @Test
    void whatAPersonMarksIsMarked() {
        String paragraph =
                "Vi når **målet** för [nämnden](https://a.example), se *bilaga* `A1` och <https://b.example>. "
                        .repeat(2);

        String shown = Prose.html((paragraph + "\n\n").repeat(250), 2).html();

        assertEquals(
                500,
                shown.split("<strong>målet</strong> för <a rel=\"nofollow\" href=\"https://a.example\">", -1).length
                        - 1);
        assertEquals(500, shown.split("<a rel=\"nofollow\" href=\"https://b.example\">", -1).length - 1);
    }

    @Test
    void lineAcrossThePageIsNoNesting() {
        assertEquals(
                "<p>a</p>\n<hr />\n<p>b</p>\n",
                Prose.html("a\n\n" + "- ".repeat(60) + "\n\nb", 2).html());
    }

    private static String filled(String repeated, int length) {
        return repeated.repeat(length / repeated.length());
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
                Prose.html("- a\n  - b\n    > *c **d***", 2).html());
    }
}
