package se.tertial.kit.journal;

import org.jspecify.annotations.Nullable;

/**
 * What a trail is from its first entry up to one, read one after the other.
 *
 * @param entries how many there are
 * @param revision the number of the last of them; 0 if there is none
 * @param head the digest of that one; empty if there is none
 * @param firstBroken the first that has not the digest that it must have; null if there is none
 */
public record Chain(long entries, long revision, String head, @Nullable Long firstBroken) {

    /** Of what nothing was read yet. */
    public static final Chain START = new Chain(0, 0, "", null);

    /** The same and the next entry. */
    Chain with(Entry entry, String digest) {
        Chain next = new Chain(entries + 1, entry.revision(), digest, firstBroken);
        return entry.digest(head).equals(digest) ? next : next.brokenAt(entry.revision());
    }

    /** The same, of which an entry is not what it must be. */
    Chain brokenAt(long broken) {
        return firstBroken == null ? new Chain(entries, revision, head, broken) : this;
    }
}
