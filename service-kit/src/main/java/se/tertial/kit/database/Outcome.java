package se.tertial.kit.database;

import jakarta.enterprise.context.RequestScoped;

/** What has become of the transactions of a request, so that an error says truly whether anything was changed. */
@RequestScoped
public class Outcome {

    private boolean committed;
    private boolean unknown;
    private boolean reads;

    /** Whether a transaction was committed that may have changed something. */
    public boolean isCommitted() {
        return committed;
    }

    /** Whether a commit was asked for and its answer never came. */
    public boolean isUnknown() {
        return unknown;
    }

    /** The present transaction only reads: once it is committed, nothing is changed. */
    public void onlyReads() {
        reads = true;
    }

    /** A transaction was committed. */
    public void committed() {
        committed |= !reads;
        reads = false;
    }

    /** Whether a transaction was committed cannot be told. */
    public void unknown() {
        unknown = true;
    }
}
