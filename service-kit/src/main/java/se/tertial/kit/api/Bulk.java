package se.tertial.kit.api;

/** Limits of bulk writes. */
public final class Bulk {

    /** How many rows one bulk write takes. */
    public static final int MOST = 10_000;

    private Bulk() {}
}
