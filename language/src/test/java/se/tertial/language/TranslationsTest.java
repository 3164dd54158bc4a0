package se.tertial.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationsTest {

    @Test
    void fileIsOfTheFormOfGettext() throws IOException {
        String file =
                """
                msgid ""
                msgstr ""
                "Language: sv\\n"

                # a comment
                msgid "Not "
                "found"
                msgstr "Finns \\"inte\\""
                """;

        Map<String, String> read = Translations.read(new StringReader(file));

        assertEquals(Map.of("Not found", "Finns \"inte\""), read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "msgid \"a\"",
                "msgid \"a\"\nmsgstr \"\"",
                "msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"",
                "msgstr \"b\"",
                "msgid a",
                "\"a\"",
                "anything"
            })
    void faultyFileIsRefused(String file) {
        assertThrows(IOException.class, () -> Translations.read(new StringReader(file)));
    }
}
