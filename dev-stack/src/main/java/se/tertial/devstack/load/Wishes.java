package se.tertial.devstack.load;

import org.jspecify.annotations.Nullable;

/**
 * What is wished beside loading a folder.
 *
 * @param preview   whether to tell only what would be done
 * @param overwrite whether what others have changed since is replaced too
 * @param prune     whether rows that left their file are removed
 * @param reason    why they are removed; needed where a period is closed
 */
public record Wishes(boolean preview, boolean overwrite, boolean prune, @Nullable String reason) {

    /** To load and nothing else. */
    public static final Wishes NONE = new Wishes(false, false, false, null);
}
