package se.tertial.kit.change;

/**
 * An entity that keeps a row.
 *
 * @param <V> the row
 */
public interface Stored<V> {

    Identity identity();

    /** The revision it stands at. */
    long revision();

    /** The content, at its revision. */
    V row();

    /** Takes over the content of a row. */
    void take(V row);

    /** Stands at a new revision. */
    void revised(long revision);
}
