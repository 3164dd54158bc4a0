package se.tertial.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sv",
                "SV",
                "sv-SE",
                "sv-FI",
                "sv-SE,sv;q=0.9,en;q=0.8",
                "en;q=0.1, sv;q=0.5",
                "*;q=0.5, sv;q=0.1",
                "de, sv;q=0.1",
                "sv ; q=0.3",
                "sv,,",
                "en;q=0.5;x=1, sv",
                "-, sv",
                "åäö, sv"
            })
    void swedishIsForWhoeverPrefersItToEnglish(String header) {
        assertEquals(Language.SWEDISH, Language.asked(header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "en-GB, sv;q=0.9", "en, sv", "de", "*", "sv;q=0", "sv;q=0, *", "nb-NO, da;q=0.5"})
    void englishIsForWhoeverPrefersItOrNeither(String header) {
        assertEquals(Language.ENGLISH, Language.asked(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", ",", ";", "-", "sv_SE", "sv;q=", "sv;q=2", "sv;q=x", "s*", "q=0.5", "\u0000", "\uD800"})
    void whatCannotBeReadIsEnglish(String header) {
        assertEquals(Language.ENGLISH, Language.asked(header));
    }

    @Test
    void nothingAskedIsEnglish() {
        assertEquals(Language.ENGLISH, Language.asked(null));
    }

    @Test
    void orderCountsLessThanWeight() {
        assertEquals(Language.SWEDISH, Language.asked("en;q=0.5,sv"));
    }

    @Test
    void noHeaderFails() {
        Random random = new Random(3);
        String alphabet = "sv-*;q=01.,aE \t_å";

        for (int round = 0; round < 100_000; round++) {
            StringBuilder header = new StringBuilder();
            random.ints(random.nextInt(20), 0, alphabet.length()).forEach(at -> header.append(alphabet.charAt(at)));

            assertNotNull(Language.asked(header.toString()), header.toString());
        }
    }

    @Test
    void longHeaderCostsNothing() {
        String header = "aa-bb-cc-dd;q=0.123,".repeat(100_000);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();

        long before = threads.getCurrentThreadCpuTime();
        Language.asked(header);
        Duration worked = Duration.ofNanos(threads.getCurrentThreadCpuTime() - before);

        assertTrue(worked.compareTo(Duration.ofSeconds(1)) < 0, worked.toString());
    }
}
