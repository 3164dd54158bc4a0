package se.tertial.kit.access;

import static se.tertial.kit.access.Grant.Role.ADMINISTRATOR;
import static se.tertial.kit.access.Grant.Role.APPROVER;
import static se.tertial.kit.access.Grant.Role.CONTROLLER;
import static se.tertial.kit.access.Grant.Role.INTEGRATION;
import static se.tertial.kit.access.Grant.Role.READER;
import static se.tertial.kit.access.Grant.Role.REPORTER;

import java.util.EnumSet;
import java.util.Set;
import se.tertial.kit.access.Grant.Role;

/**
 * What roles may read and write: this is the whole of it. Nobody has more than the role needs, and no role includes another; who needs
 * two is granted two.
 */
public enum Permission {
    /** What there is to report on, and how reports are built: municipalities, administrations, units, templates. */
    STRUCTURE(
            readBy(READER, REPORTER, CONTROLLER, APPROVER, ADMINISTRATOR, INTEGRATION),
            writtenBy(ADMINISTRATOR, INTEGRATION)),

    /** What is decided: goals, plans, assignments, indicators, targets, investment objects, which reports there are. */
    STEERING(readBy(READER, REPORTER, CONTROLLER, APPROVER, INTEGRATION), writtenBy(CONTROLLER, INTEGRATION)),

    /** What is reported of a period: figures and texts. */
    REPORTED(readBy(READER, REPORTER, CONTROLLER, APPROVER, INTEGRATION), writtenBy(REPORTER, CONTROLLER, INTEGRATION)),

    /** Which periods are open. A lock is the controllers', not the person's who set it and never a machine's. */
    PERIOD(readBy(READER, REPORTER, CONTROLLER, APPROVER, INTEGRATION), writtenBy(CONTROLLER)),

    /** What is signed and made public. A machine signs nothing. */
    PUBLICATION(readBy(READER, REPORTER, CONTROLLER, APPROVER, INTEGRATION), writtenBy(APPROVER)),

    /** What is opened in a browser: a draft, by whoever may read it. A machine has no browser. */
    BROWSING(Set.of(), writtenBy(READER, REPORTER, CONTROLLER, APPROVER)),

    /** Who changed what: with it goes sight of all that was ever written. */
    AUDIT(readBy(CONTROLLER, INTEGRATION), Set.of()),

    /** What those do who run the suite. */
    OPERATION(readBy(ADMINISTRATOR), writtenBy(ADMINISTRATOR));

    private final Set<Role> readers;
    private final Set<Role> writers;

    Permission(Set<Role> readers, Set<Role> writers) {
        this.readers = readers;
        this.writers = writers;
    }

    boolean allows(Role role, boolean write) {
        return write ? writers.contains(role) : readers.contains(role);
    }

    private static Set<Role> readBy(Role first, Role... others) {
        return EnumSet.of(first, others);
    }

    private static Set<Role> writtenBy(Role first, Role... others) {
        return EnumSet.of(first, others);
    }
}
