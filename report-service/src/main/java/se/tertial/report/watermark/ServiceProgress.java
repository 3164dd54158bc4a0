package se.tertial.report.watermark;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;

/**
 * How a service stands, as all instances together know.
 *
 * @param silence since it was last heard of
 * @param unsent how many changes it had not sent when it was last heard of
 * @param unsentOfAnybody whether it did not name whose all of them are
 * @param complete up to when the read model has everything, but for what is of others
 * @param others whose changes it has not all up to then, and up to when it has theirs
 */
record ServiceProgress(Duration silence, long unsent, boolean unsentOfAnybody, UpTo complete, Map<Scope, UpTo> others) {

    /**
     * A time up to which everything is there.
     *
     * @param at null if that was never known
     * @param ago for how long it has not been known since then
     */
    record UpTo(@Nullable Instant at, @Nullable Duration ago) {

        UpTo orEarlier(UpTo other) {
            return ago == null || (other.ago != null && other.ago.compareTo(ago) <= 0) ? this : other;
        }
    }

    /** Up to when the read model has everything that an administration's reports are composed from. */
    UpTo complete(Scope scope) {
        return complete.orEarlier(others.getOrDefault(scope, complete))
                .orEarlier(others.getOrDefault(Scope.of(scope.municipalityId()), complete));
    }

    /** Whether it said that changes are not sent that an administration's reports are composed from. */
    boolean isUnsent(Scope scope) {
        return unsentOfAnybody || others.containsKey(scope) || others.containsKey(Scope.of(scope.municipalityId()));
    }
}
