package se.tertial.report.watermark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import se.tertial.kit.access.Scope;
import se.tertial.report.watermark.Course.Reached;
import se.tertial.report.watermark.Watermark.Heard;
import se.tertial.report.watermark.Watermark.Part;

class WaitingTest {

    private static final String FINANCE = "finance-service";
    private static final String TOPIC = "finance.unit.v1";
    private static final long END = 100;
    private static final Scope VSS = new Scope("0580", "vss");

    private final Course course = new Course();
    private final Waiting waiting = new Waiting(VSS, Map.of(FINANCE, END));

    @Test
    void isOverWithTheSecondWatermarkThatCameAfterwards() {
        hear(heard(END - 1, 7, 7));
        hear(heard(END, 7, 7));
        compare(Map.of());
        assertEquals(Set.of(FINANCE), left());

        hear(heard(END + 2, 7, 7));
        compare(Map.of());

        assertEquals(Set.of(), left());
    }

    @Test
    void isNotOverBeforeEverythingIsSentAndRead() {
        hear(heard(END, 7, 7));
        hear(heard(END + 2, 8, 7, -1L, 40L));
        compare(read(41));
        assertEquals(Set.of(FINANCE), left());

        hear(heard(END + 4, 9, 8, -1L, 41L));
        compare(read(41));
        assertEquals(Set.of(FINANCE), left());

        compare(read(42));
        assertEquals(Set.of(), left());
    }

    @Test
    void whatOthersWriteMeanwhileProlongsNothing() {
        hear(heard(END, 7, 7));
        hear(heard(END + 2, 800, 7, 0L, 40L));
        for (int second = 1; second <= 3; second++) {
            hear(heard(END + 2 + 2 * second, 800 + 400 * second, 400 + 200 * second, 0L, 40L + second));
        }

        compare(read(43));

        assertEquals(Set.of(), left());
    }

    @Test
    void aTopicThatWasMadeAnewIsNotWaitedFor() {
        hear(heard(END, 7, 7, 0L, 40L));
        hear(heard(END + 2, 7, 7, 0L, 40L));
        compare(read(1));
        assertEquals(Set.of(FINANCE), left());

        hear(heard(END + 4, 8, 8, 0L, 0L));
        compare(read(1));

        assertEquals(Set.of(), left());
    }

    @Test
    void aServiceThatIsNotHeardOfIsLeft() {
        Waiting both = new Waiting(VSS, Map.of(FINANCE, END, "goals-service", Long.MAX_VALUE));
        both.hear(FINANCE, heard(END, 7, 7));
        Heard second = heard(END + 2, 7, 7);
        both.hear(FINANCE, second);
        both.hear("goals-service", heard(5, 1, 1));
        Heard theirs = heard(7, 1, 1);
        both.hear("goals-service", theirs);

        both.reached(FINANCE, new Reached(second, null, null, Map.of()));
        both.reached("goals-service", new Reached(theirs, null, null, Map.of()));

        assertEquals(Set.of("goals-service"), both.await(Duration.ZERO));
    }

    @Test
    void whatIsNotSentOfOthersIsNotWaitedFor() {
        hear(heard(END, 8, 7));
        hear(waitingFor(END + 2, new Part(TOPIC, "0580", "parks", 7)));
        compare(Map.of());

        assertEquals(Set.of(), left());
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNotSentOfItsOwnIsWaitedFor(Part part) {
        hear(heard(END, 8, 7));
        hear(waitingFor(END + 2, part));
        compare(Map.of());

        assertEquals(Set.of(FINANCE), left());
    }

    static List<Part> whatIsNotSentOfItsOwnIsWaitedFor() {
        return List.of(
                new Part(TOPIC, "0580", "vss", 7),
                new Part(TOPIC, "0580", null, 7),
                new Part(null, "0580", "vss", 7),
                new Part(TOPIC, null, null, 7),
                new Part(null, null, null, 7));
    }

    @Test
    void whatIsNotSentOfATopicThatReportsDoNotUseIsNotWaitedFor() {
        hear(heard(END, 8, 7));
        hear(waitingFor(END + 2, new Part("finance.period.v1", "0580", "vss", 7)));
        compare(Map.of());

        assertEquals(Set.of(), left());
    }

    private static Heard waitingFor(long offset, Part part) {
        return new Heard(new Watermark("one", 0, 8, 7, 1, List.of(part), Map.of()), offset, System.nanoTime());
    }

    private void hear(Heard heard) {
        course.hear(heard);
        waiting.hear(FINANCE, heard);
    }

    private void compare(Map<TopicPartition, Long> read) {
        Reached reached = course.compare(read);
        if (reached != null) {
            waiting.reached(FINANCE, reached);
        }
    }

    private Set<String> left() {
        return waiting.await(Duration.ZERO);
    }

    private static Map<TopicPartition, Long> read(long next) {
        return Map.of(new TopicPartition(TOPIC, 0), 1L, new TopicPartition(TOPIC, 1), next);
    }

    @Test
    void anotherSenderMayHaveMadeItsWatermarkBefore() {
        hear(new Heard(new Watermark("one", 0, 7, 7, 0, null, Map.of()), END, System.nanoTime()));
        hear(new Heard(new Watermark("another", 0, 7, 7, 0, null, Map.of()), END + 1, System.nanoTime()));
        compare(Map.of());
        assertEquals(Set.of(FINANCE), left());

        hear(new Heard(new Watermark("another", 0, 8, 8, 0, null, Map.of()), END + 2, System.nanoTime()));
        compare(Map.of());

        assertEquals(Set.of(), left());
    }

    private static Heard heard(long offset, long newest, long sent, Long... positions) {
        Map<String, List<Long>> lies = positions.length == 0
                ? Map.of()
                : Map.of(TOPIC, List.of(positions), "finance.period.v1", List.of(1_000L));
        return new Heard(new Watermark("one", 0, newest, sent, newest - sent, null, lies), offset, System.nanoTime());
    }
}
