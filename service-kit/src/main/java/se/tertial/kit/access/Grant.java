package se.tertial.kit.access;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a token allows: a role in one administration, in all of a municipality, or in all municipalities ({@code *} for all).
 * A system's grant also names the one resource it is for, and whether it may write it.
 */
record Grant(
        Role role, String municipalityId, String administrationId, @Nullable String resource, boolean writesResource) {

    private static final String ALL = "*";

    /** What a person or system may do; {@link Permission} says with what. */
    enum Role {
        /** Reads, drafts included. */
        READER,
        /** Writes the figures and texts of a period. */
        REPORTER,
        /** Writes what is decided, opens and closes periods, and corrects closed ones. */
        CONTROLLER,
        /** Signs reports: publishes them. */
        APPROVER,
        /** Writes registers, units and templates. */
        ADMINISTRATOR,
        /** A system: reads or writes the resources that it is granted, one by one. */
        INTEGRATION
    }

    /** Empty if the words are no grant: what is not understood grants nothing. */
    static Optional<Grant> of(
            String role,
            String municipality,
            String administration,
            @Nullable String resource,
            @Nullable String access) {
        boolean system = role.equalsIgnoreCase(Role.INTEGRATION.name());
        boolean writes = "write".equals(access);
        boolean understood = municipality.matches("[0-9]{4}|\\*")
                && administration.matches("[a-z0-9]+(-[a-z0-9]+)*|\\*")
                && system == (resource != null)
                && (access == null || writes || access.equals("read"));
        if (!understood) {
            return Optional.empty();
        }
        for (Role known : Role.values()) {
            if (known.name().equals(role.toUpperCase(Locale.ROOT))) {
                return Optional.of(new Grant(known, municipality, administration, resource, writes));
            }
        }
        return Optional.empty();
    }

    /** Whether it allows reading, or writing, that resource somewhere. */
    boolean allows(Permission permission, String wanted, boolean write) {
        return permission.allows(role, write)
                && (role != Role.INTEGRATION || (wanted.equals(resource) && (writesResource || !write)));
    }

    boolean isIn(String municipality) {
        return municipalityId.equals(ALL) || municipalityId.equals(municipality);
    }

    boolean covers(String municipality, String administration) {
        return isIn(municipality) && (administrationId.equals(ALL) || administrationId.equals(administration));
    }
}
