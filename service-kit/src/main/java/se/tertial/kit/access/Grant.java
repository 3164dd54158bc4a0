package se.tertial.kit.access;

import java.util.Optional;

/**
 * What a token allows: a role in one administration, or in all of a municipality, or in all municipalities. Written
 * {@code role:municipality:administration} with {@code *} for all, such as {@code controller:0580:*}.
 */
record Grant(Role role, String municipalityId, String administrationId) {

    /** What a person or system may do. */
    enum Role {
        /** Reads, drafts included. */
        READER,
        /** Reads, and writes figures and texts. */
        REPORTER,
        /** Reads and writes everything; opens and closes periods, corrects closed ones. */
        CONTROLLER;

        boolean allows(boolean write) {
            return !write || this != READER;
        }
    }

    /** Empty if the text is no grant: what is not understood grants nothing. */
    static Optional<Grant> parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        for (Role role : Role.values()) {
            if (role.name().equalsIgnoreCase(parts[0])) {
                return Optional.of(new Grant(role, parts[1], parts[2]));
            }
        }
        return Optional.empty();
    }

    boolean isIn(String municipality) {
        return municipalityId.equals("*") || municipalityId.equals(municipality);
    }

    boolean covers(String municipality, String administration) {
        return isIn(municipality) && (administrationId.equals("*") || administrationId.equals(administration));
    }
}
