package se.tertial.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageTest {

    @Test
    void sameMessageIsSaidInBothLanguages() {
        Message message = Message.of("There is no unit “{0}”.", "lkdata");

        assertEquals("There is no unit “lkdata”.", message.in(Language.ENGLISH));
        assertEquals("Det finns ingen enhet ”lkdata”.", message.in(Language.SWEDISH));
    }

    @Test
    void parametersGoWhereTheSentenceWantsThem() {
        Message message = Message.of("“{0}” has {1}.", "a", "b");

        assertEquals("Det är b i ”a”.", message.in(Language.SWEDISH));
    }

    @Test
    void whatIsPutInIsNeverReadAsATemplate() {
        Message message = Message.of("“{0}” has {1}.", "{1} {0} ${7*7} #{7*7} $1 \\", "$0{0}");

        assertEquals("“{1} {0} ${7*7} #{7*7} $1 \\” has $0{0}.", message.in(Language.ENGLISH));
        assertEquals("Det är $0{0} i ”{1} {0} ${7*7} #{7*7} $1 \\”.", message.in(Language.SWEDISH));
    }

    @Test
    void numbersAreWrittenAsTheLanguageWritesThem() {
        Message message = Message.of("“{0}” has {1}.", new BigDecimal("1234567.10"), 20_000);

        assertEquals("“1,234,567.10” has 20,000.", message.in(Language.ENGLISH));
        assertEquals("Det är 20\u00a0000 i ”1\u00a0234\u00a0567,10”.", message.in(Language.SWEDISH));
    }

    @Test
    void wordsOfAListAreQuoted() {
        Message message = Message.of("{0} \"decimals\"", List.of("a", "b"));

        assertEquals("“a”, “b” \"decimals\"", message.in(Language.ENGLISH));
        assertEquals("”a”, ”b” \"decimaler\"", message.in(Language.SWEDISH));
    }

    @Test
    void messageInAMessageIsInTheSameLanguage() {
        Message message = Message.of("“{0}” has {1}.", "a", Message.of("{0} \"decimals\"", 2));

        assertEquals("“a” has 2 \"decimals\".", message.in(Language.ENGLISH));
        assertEquals("Det är 2 \"decimaler\" i ”a”.", message.in(Language.SWEDISH));
    }

    @Test
    void annotationGivesItsAttributes() {
        Message message = Message.ofAnnotation(
                "The text is longer than {max} characters.", Map.of("max", 300, "message", "The text is …"));

        assertEquals("The text is longer than 300 characters.", message.in(Language.ENGLISH));
        assertEquals("Texten är längre än 300 tecken.", message.in(Language.SWEDISH));
    }
}
