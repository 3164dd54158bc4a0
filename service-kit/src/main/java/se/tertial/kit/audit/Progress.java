package se.tertial.kit.audit;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.journal.Chain;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/**
 * How far a verification has come: first through the trail, then through what is kept beside it, one kind after the other.
 *
 * @param chain what was read of the trail
 * @param differs whether anything differed from what the trail tells
 * @param kind of what is kept, the kind that is looked through; empty while the trail is read
 * @param key the last key of that kind that was looked at
 */
record Progress(Chain chain, boolean differs, String kind, String key) {

    static final Progress START = new Progress(Chain.START, false, "", "");

    /** All was looked at. */
    static final String NO_MORE = "~";

    private static final Pattern TEXT = Pattern.compile(
            "([0-9]{1,18}):([0-9]{1,19}):([0-9a-f]*):([0-9]{0,19}):(true|false):([^:]*):(.*)", Pattern.DOTALL);

    boolean isOfTrail() {
        return kind.isEmpty();
    }

    boolean isAll() {
        return kind.equals(NO_MORE);
    }

    Progress in(Chain read) {
        return new Progress(read, differs, kind, key);
    }

    Progress at(String nextKind, String lastKey) {
        return new Progress(chain, differs, nextKind, lastKey);
    }

    Progress differing(boolean more) {
        return new Progress(chain, differs || more, kind, key);
    }

    /** As a client sends it back, to go on from here. */
    String token() {
        String broken = chain.firstBroken() == null ? "" : chain.firstBroken().toString();
        String text = String.join(
                ":",
                Long.toString(chain.entries()),
                Long.toString(chain.revision()),
                chain.head(),
                broken,
                Boolean.toString(differs),
                kind,
                key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a client sent to go on from.
     *
     * @param token as {@link #token}; null to begin
     * @throws Problem 400 if it is none
     */
    static Progress of(@Nullable String token) {
        if (token == null) {
            return START;
        }
        try {
            Matcher text = TEXT.matcher(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            if (!text.matches()) {
                throw noToken();
            }
            Chain chain = new Chain(
                    Long.parseLong(text.group(1)),
                    Long.parseLong(text.group(2)),
                    text.group(3),
                    text.group(4).isEmpty() ? null : Long.valueOf(text.group(4)));
            return new Progress(chain, Boolean.parseBoolean(text.group(5)), text.group(6), text.group(7));
        } catch (IllegalArgumentException e) {
            throw noToken();
        }
    }

    private static Problem noToken() {
        return Problem.malformed(List.of(new Violation(
                "from",
                "query",
                Message.of("A verification goes on from the “next” of an answer, and from nothing else."))));
    }
}
