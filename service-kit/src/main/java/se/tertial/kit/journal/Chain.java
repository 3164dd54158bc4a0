package se.tertial.kit.journal;

import org.jspecify.annotations.Nullable;

/**
 * What an administration's entries are, read one after the other.
 *
 * @param entries how many there are
 * @param firstBroken the first that has not the digest that it must have; null if there is none
 * @param head the digest of the last; null if there is none
 */
public record Chain(long entries, @Nullable Long firstBroken, @Nullable String head) {}
