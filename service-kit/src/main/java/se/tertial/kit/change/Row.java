package se.tertial.kit.change;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Validators;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Violations;

/**
 * What an administration says about one thing, as it stands on the wire: in a request, in an answer and in the event that
 * tells of the change.
 *
 * <p>The answer of a write may tell of {@code warnings} besides. They are no part of the row: who sends back what was answered may
 * leave them in.
 *
 * @param <V> the row's own type
 */
@JsonIgnoreProperties("warnings")
public interface Row<V> extends Validators.Revised {

    /** The natural key: unique among the administration's rows of this kind, and the last segment of the row's address. */
    String key();

    /**
     * The same content at another revision.
     *
     * @param revision the number of the change that gave it, or null for the content alone
     */
    V at(@Nullable Long revision);

    /**
     * Checks what its own fields must be together, before it is written. What needs other rows is checked by {@link Rows}.
     *
     * @param pointer where it stands in the request's body
     */
    default void check(String pointer, Violations violations) {}

    /** The period whose closing stops changes of it; null for what belongs to no period. */
    default @Nullable ReportingPeriod closesWith() {
        return null;
    }

    /** Why it was changed, if the writer said so. */
    default @Nullable String reason() {
        return null;
    }
}
