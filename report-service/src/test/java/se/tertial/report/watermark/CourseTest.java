package se.tertial.report.watermark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import se.tertial.kit.access.Scope;
import se.tertial.report.watermark.Course.Reached;
import se.tertial.report.watermark.Watermark.Heard;
import se.tertial.report.watermark.Watermark.Part;

/** Up to when everything is there, and of whom it is not. */
class CourseTest {

    private static final String TOPIC = "finance.unit.v1";
    private static final Scope PARKS = new Scope("0580", "parks");

    private final Course course = new Course();

    @Test
    void oneAdministrationWhoseChangeIsNotSentKeepsNobodyElse() {
        Heard before = hear(7, 0);
        Heard after = hear(9, 0, waits(PARKS, 7));

        Reached reached = compare(1);

        assertSame(after, reached.complete());
        assertEquals(Map.of(PARKS, before), reached.others());
    }

    @Test
    void whoNeverStopsWritingComesAlong() {
        hear(10, 0, waits(PARKS, 5));
        Heard second = hear(20, 0, waits(PARKS, 15));
        Heard third = hear(30, 0, waits(PARKS, 25));

        Reached reached = compare(1);

        assertSame(third, reached.complete());
        assertEquals(Map.of(PARKS, second), reached.others());
    }

    /** It says that all is sent, and knows nothing of a change that was acknowledged when it was made already. */
    @Test
    void whatAReplacedLeaderSaysLateIsNoNews() {
        Heard before = hear("replaced", 7, 0);
        Heard untold = hear("leader", 7, 0, waits(PARKS, 5));
        Heard late = hear("replaced", 7, 0);

        Reached reached = compare(1);

        assertSame(late, reached.by());
        assertTrue(reached.isMadeAfter(before));
        assertFalse(reached.isMadeAfter(untold));
        Heard news = hear("leader", 7, 0);
        assertTrue(compare(1).isMadeAfter(untold));
        assertTrue(compare(1).isMadeAfter(news));
        assertFalse(compare(1).isMadeAfter(late));
    }

    @Test
    void whatIsNotReadIsNotThere() {
        Heard read = hear(7, 3);
        hear(8, 4);

        Reached reached = compare(4);

        assertSame(read, reached.by());
        assertSame(read, reached.complete());
        assertNull(course.compare(read(3)));
    }

    @Test
    void whileNothingCountsAsSentNothingIsComplete() {
        hear(7, 0);
        hear(8, 0, new Part(null, null, null, 0));

        assertNull(compare(1).complete());
    }

    @Test
    void whatWasTemporarilyUnsentOfManyIsOfThemOnly() {
        Heard before = hear(7, 0);
        Heard rest = hear(8, 0, waits(PARKS, 7));
        Heard after = hear(9, 0, waits(PARKS, 7), new Part(TOPIC, null, null, 8));

        Reached reached = compare(1);

        assertSame(after, reached.by());
        assertSame(rest, reached.complete());
        assertEquals(Map.of(PARKS, before), reached.others());
    }

    @Test
    void aChangeThatWaitsForLongIsRememberedFromWhenItCame() {
        Heard before = hear(7, 0);
        for (int second = 1; second <= 2_000; second++) {
            hear(7 + second, 0, waits(PARKS, 7));
        }

        assertEquals(Map.of(PARKS, before), compare(1).others());
    }

    private Heard hear(long newest, long position, Part... waiting) {
        return hear("one", newest, position, waiting);
    }

    private Heard hear(String sender, long newest, long position, Part... waiting) {
        Heard heard = new Heard(
                new Watermark(sender, 0, newest, 0, 0, Arrays.asList(waiting), Map.of(TOPIC, List.of(position))),
                newest,
                System.nanoTime());
        course.hear(heard);
        return heard;
    }

    private static Part waits(Scope scope, long sent) {
        return new Part(TOPIC, scope.municipalityId(), scope.administrationId(), sent);
    }

    private Reached compare(long next) {
        return Objects.requireNonNull(course.compare(read(next)));
    }

    private static Map<TopicPartition, Long> read(long next) {
        return Map.of(new TopicPartition(TOPIC, 0), next);
    }
}
