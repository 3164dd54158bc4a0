package se.tertial.kit.admission;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;

/** Whose data a request is about, by its address, and whether it writes. */
@RequestScoped
public class Tenant {

    private @Nullable Scope scope;
    private boolean writing;

    /** The administration, or the municipality as a whole; null if the address names neither. */
    @Nullable
    Scope scope() {
        return scope;
    }

    /** The municipality; empty if the address names none. */
    public String municipalityId() {
        return scope == null ? "" : scope.municipalityId();
    }

    boolean isWriting() {
        return writing;
    }

    void is(Scope scope, boolean writing) {
        this.scope = scope;
        this.writing = writing;
    }
}
