package se.tertial.kit.database;

import jakarta.enterprise.context.RequestScoped;

/** What has become of the transactions of a request, so that an error says truly whether anything was changed. */
@RequestScoped
public class Outcome {

    private boolean onlyReads;
    private boolean committed;
    private boolean unknown;

    /** A transaction begins. */
    public void begins() {
        onlyReads = false;
    }

    /** The transaction that is under way changes nothing: however it ends, nothing was changed by it. */
    public void onlyReads() {
        onlyReads = true;
    }

    /** Whether a transaction was committed that may have changed something. */
    public boolean isCommitted() {
        return committed;
    }

    /** Whether a commit was asked for and its answer never came. */
    public boolean isUnknown() {
        return unknown;
    }

    /** The transaction was committed. */
    public void committed() {
        committed |= !onlyReads;
    }

    /** Whether the transaction was committed cannot be told. */
    public void unknown() {
        unknown |= !onlyReads;
    }
}
