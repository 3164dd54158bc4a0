package se.tertial.report.watermark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.report.watermark.Watermark.Heard;

/**
 * How far one service comes, as its watermarks tell. Everything that a watermark tells of is in the read model when a later one, or the
 * same, says that it is sent, and the topics are read as far as that one says that events lie.
 */
final class Course {

    /** So many are kept. Of older ones fewer and fewer, so that they reach far back. */
    private static final int MOST = 128;

    private final List<Heard> heard = new ArrayList<>();

    /**
     * What is in the read model.
     *
     * @param by the newest watermark up to whose positions the topics are read: what it says is sent is there
     * @param before the last one that its sender sent before it: it was made after that was there; null if none was heard
     * @param complete the newest one of which everything is there, but for what is of some; null if that is not known
     * @param others whose changes are not all there of that one, and the newest one of which theirs are; null if that is not known
     */
    record Reached(Heard by, @Nullable Heard before, @Nullable Heard complete, Map<Scope, @Nullable Heard> others) {

        /**
         * Whether what it is reached by tells of everything that another watermark told of. Of another sender, which does not lead any
         * more, it may have been made before, though it was heard later.
         */
        boolean isMadeAfter(Heard other) {
            return other.equals(by)
                    || (other.at() - by.at() <= 0
                            && Objects.equals(
                                    other.watermark().sender(), by.watermark().sender()))
                    || (before != null && other.at() - before.at() <= 0);
        }

        boolean hasAllOf(Heard other, Scope scope) {
            return isMadeAfter(other)
                    && by.watermark().sentOf(scope) >= other.watermark().newestRevision();
        }
    }

    void hear(Heard one) {
        heard.add(one);
        if (heard.size() > MOST) {
            for (int older = MOST / 2; older > 0; older -= 2) {
                heard.remove(older);
            }
        }
    }

    @Nullable
    Heard newest() {
        return heard.isEmpty() ? null : heard.get(heard.size() - 1);
    }

    /**
     * Compares what was told with what was read.
     *
     * @param read of each partition the offset that is read next
     * @return null if nothing that was told is known to be there
     */
    @Nullable
    Reached compare(Map<TopicPartition, Long> read) {
        // The newest one knows when a topic was made anew, on which nobody can read as far as those before it say.
        for (int last = heard.size() - 1; last >= 0; last--) {
            if (heard.get(last).watermark().isReached(read)) {
                return reached(last);
            }
        }
        return null;
    }

    private Reached reached(int last) {
        Heard by = heard.get(last);
        Reached reached = new Reached(by, before(last), null, Map.of());
        Heard complete = complete(reached, last, by.watermark().sentOfOthers());
        Map<Scope, @Nullable Heard> others = new HashMap<>();
        for (Scope scope : by.watermark().named()) {
            Heard theirs = complete(reached, last, by.watermark().sentOf(scope));
            if (complete != null && !complete.equals(theirs)) {
                others.put(scope, theirs);
            }
        }
        return new Reached(by, reached.before(), complete, others);
    }

    private @Nullable Heard before(int last) {
        for (int one = last - 1; one >= 0; one--) {
            if (Objects.equals(
                    heard.get(one).watermark().sender(),
                    heard.get(last).watermark().sender())) {
                return heard.get(one);
            }
        }
        return null;
    }

    /** The newest up to that place whose changes are all sent. */
    private @Nullable Heard complete(Reached reached, int last, long sentRevision) {
        for (int one = last; one >= 0; one--) {
            Heard target = heard.get(one);
            if (target.watermark().newestRevision() <= sentRevision && reached.isMadeAfter(target)) {
                return target;
            }
        }
        return null;
    }
}
