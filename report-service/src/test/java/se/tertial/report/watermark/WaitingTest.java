package se.tertial.report.watermark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import se.tertial.report.watermark.Watermark.Heard;

class WaitingTest {

    private static final String FINANCE = "finance-service";
    private static final String TOPIC = "finance.unit.v1";
    private static final long END = 100;

    private final Waiting waiting = new Waiting(Map.of(FINANCE, END));

    @Test
    void isOverWithTheSecondWatermarkThatCameAfterwards() {
        waiting.hear(FINANCE, heard(END - 1, 7, 7));
        waiting.hear(FINANCE, heard(END, 7, 7));
        waiting.compare(Map.of());
        assertEquals(Set.of(FINANCE), left());

        waiting.hear(FINANCE, heard(END + 2, 7, 7));
        waiting.compare(Map.of());

        assertEquals(Set.of(), left());
    }

    @Test
    void isNotOverBeforeEverythingIsSentAndRead() {
        waiting.hear(FINANCE, heard(END, 7, 7));
        waiting.hear(FINANCE, heard(END + 2, 8, 7, -1L, 40L));
        waiting.compare(read(41));
        assertEquals(Set.of(FINANCE), left());

        waiting.hear(FINANCE, heard(END + 4, 9, 8, -1L, 41L));
        waiting.compare(read(41));
        assertEquals(Set.of(FINANCE), left());

        waiting.compare(read(42));
        assertEquals(Set.of(), left());
    }

    @Test
    void whatOthersWriteMeanwhileProlongsNothing() {
        waiting.hear(FINANCE, heard(END, 7, 7));
        waiting.hear(FINANCE, heard(END + 2, 800, 7, 0L, 40L));
        for (int second = 1; second <= 3; second++) {
            waiting.hear(
                    FINANCE, heard(END + 2 + 2 * second, 800 + 400 * second, 400 + 200 * second, 0L, 40L + second));
        }

        waiting.compare(read(43));

        assertEquals(Set.of(), left());
    }

    @Test
    void aTopicThatWasMadeAnewIsNotWaitedFor() {
        waiting.hear(FINANCE, heard(END, 7, 7, 0L, 40L));
        waiting.hear(FINANCE, heard(END + 2, 7, 7, 0L, 40L));
        waiting.compare(read(1));
        assertEquals(Set.of(FINANCE), left());

        waiting.hear(FINANCE, heard(END + 4, 8, 8, 0L, 0L));
        waiting.compare(read(1));

        assertEquals(Set.of(), left());
    }

    @Test
    void aServiceThatIsNotHeardOfIsLeft() {
        Waiting both = new Waiting(Map.of(FINANCE, END, "goals-service", Long.MAX_VALUE));
        both.hear(FINANCE, heard(END, 7, 7));
        both.hear(FINANCE, heard(END + 2, 7, 7));
        both.hear("goals-service", heard(5, 1, 1));
        both.hear("goals-service", heard(7, 1, 1));

        both.compare(Map.of());

        assertEquals(Set.of("goals-service"), both.await(Duration.ZERO));
    }

    private Set<String> left() {
        return waiting.await(Duration.ZERO);
    }

    private static Map<TopicPartition, Long> read(long next) {
        return Map.of(new TopicPartition(TOPIC, 0), 1L, new TopicPartition(TOPIC, 1), next);
    }

    @Test
    void anotherSenderMayHaveMadeItsWatermarkBefore() {
        waiting.hear(FINANCE, new Heard(new Watermark("one", 7, 7, 0, Map.of()), END, System.nanoTime()));
        waiting.hear(FINANCE, new Heard(new Watermark("another", 7, 7, 0, Map.of()), END + 1, System.nanoTime()));
        waiting.compare(Map.of());
        assertEquals(Set.of(FINANCE), left());

        waiting.hear(FINANCE, new Heard(new Watermark("another", 8, 8, 0, Map.of()), END + 2, System.nanoTime()));
        waiting.compare(Map.of());

        assertEquals(Set.of(), left());
    }

    private static Heard heard(long offset, long newest, long sent, Long... positions) {
        Map<String, List<Long>> lies = positions.length == 0
                ? Map.of()
                : Map.of(TOPIC, List.of(positions), "finance.period.v1", List.of(1_000L));
        return new Heard(new Watermark("one", newest, sent, newest - sent, lies), offset, System.nanoTime());
    }
}
