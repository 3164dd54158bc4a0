package se.tertial.kit.change;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Validators;
import se.tertial.kit.elsewhere.Warning;

/**
 * What a write of one row did.
 *
 * @param warnings what may not be meant as it was written; null if there is nothing
 */
public record Put<V extends Row<V>>(V row, boolean created, @Nullable List<Warning> warnings) {

    /** 201 for what was not there before, 200 for what was. */
    public RestResponse<V> response() {
        RestResponse.Status status = created ? RestResponse.Status.CREATED : RestResponse.Status.OK;
        return warnings == null ? RestResponse.status(status, row) : told(status, new Told(row, warnings));
    }

    /** To whoever reads it, a row with warnings is a row. */
    @SuppressWarnings("unchecked")
    private static <V> RestResponse<V> told(RestResponse.Status status, Told row) {
        return (RestResponse<V>) RestResponse.status(status, row);
    }

    /** A row as it is answered when there is something to tell of it. */
    record Told(@JsonUnwrapped Row<?> row, List<Warning> warnings) implements Validators.Revised {

        @Override
        public @Nullable Long revision() {
            return row.revision();
        }
    }
}
