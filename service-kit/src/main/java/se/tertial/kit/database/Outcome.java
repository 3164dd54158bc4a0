package se.tertial.kit.database;

import jakarta.enterprise.context.RequestScoped;

/** What has become of the transactions of a request, so that an error says truly whether anything was changed. */
@RequestScoped
public class Outcome {

    private boolean committed;
    private boolean unknown;

    /** Whether a transaction was committed. */
    public boolean isCommitted() {
        return committed;
    }

    /** Whether a commit was asked for and its answer never came. */
    public boolean isUnknown() {
        return unknown;
    }

    /** A transaction was committed. */
    public void committed() {
        committed = true;
    }

    /** Whether a transaction was committed cannot be told. */
    public void unknown() {
        unknown = true;
    }
}
