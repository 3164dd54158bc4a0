package se.tertial.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** A minute of faults or more, each kind at least once and each process killed, and then the proof. FAULTS_SEED repeats those of another run. */
class CampaignTest {

    private static final String SECONDS = "60";
    private static final int LAST_LINES = 40;

    @Test
    void nothingIsLostDoubledOrChanged() throws IOException, InterruptedException {
        String given = System.getenv("FAULTS_SEED");
        String seed = given != null
                ? given
                : Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30));
        Process campaign = new ProcessBuilder(
                        Path.of("run").toAbsolutePath().toString(), "--seed", seed, "--seconds", SECONDS)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader said = campaign.inputReader()) {
            said.lines().peek(System.out::println).forEach(lines::add);
        } finally {
            campaign.destroy();
        }

        assertEquals(
                0,
                campaign.waitFor(),
                () -> "with seed " + seed + ":\n"
                        + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
    }
}
