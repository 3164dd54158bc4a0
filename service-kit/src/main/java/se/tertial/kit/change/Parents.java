package se.tertial.kit.change;

import se.tertial.kit.access.Scope;

/** Tells whether there is what rows belong to. Only a service that keeps the register of it can, and has a bean that does. */
public interface Parents {

    /**
     * Before rows of a kind are read or written; a writer holds the scope's turn.
     *
     * @param topic the kind of the rows
     * @throws se.tertial.kit.problem.Problem 404 if nobody has registered what the rows belong to
     */
    void require(String topic, Scope scope);
}
