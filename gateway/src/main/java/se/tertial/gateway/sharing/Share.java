package se.tertial.gateway.sharing;

/**
 * Who has at most a part of something.
 *
 * @param of   whose it is
 * @param part which part of the whole: 4 for a quarter
 */
public record Share(String of, int part) {

    /** What everybody has together. */
    public static final Share ALL = new Share("all", 1);
}
