package se.tertial.kit.change;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import se.tertial.kit.access.Scope;

/** Whose row it is, and which. */
@Embeddable
public record Identity(
        @Column(name = "municipality_id", nullable = false) String municipalityId,
        @Column(name = "administration_id", nullable = false) String administrationId,
        @Column(name = "row_key", nullable = false) String rowKey)
        implements Serializable {

    public static Identity of(Scope scope, String key) {
        return new Identity(scope.municipalityId(), scope.administrationId(), key);
    }
}
