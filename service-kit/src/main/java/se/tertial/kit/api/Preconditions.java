package se.tertial.kit.api;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/**
 * The conditions that a request states in its headers (RFC 9110, 13). An entity tag names the revision that is stored, so that
 * nobody overwrites what they have not seen.
 */
@RequestScoped
public class Preconditions {

    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final String ANY = "*";
    private static final int MOST_TAGS = 50;

    private final CurrentVertxRequest request;
    private @Nullable String tag;

    @Inject
    Preconditions(CurrentVertxRequest request) {
        this.request = request;
    }

    /** The entity tag of a revision. */
    static String tagOf(long revision) {
        return "\"" + revision + "\"";
    }

    /**
     * Says what the answer's revision is before it is read: a list is known by the last revision among all its rows.
     *
     * @throws WebApplicationException 304 if the client has it already
     */
    public void answering(long revision) {
        tag = tagOf(revision);
        if (known(tag)) {
            throw new WebApplicationException(
                    Response.notModified().header("ETag", tag).build());
        }
    }

    /** The tag that {@link #answering} gave, if any. */
    @Nullable
    String tag() {
        return tag;
    }

    /** Whether the client says that it has what the tag names. */
    boolean known(String tag) {
        return stated(IF_NONE_MATCH, one -> one.equals(ANY) || strong(one).equals(strong(tag)));
    }

    /**
     * Before creating what is not there.
     *
     * @throws Problem 412 if the client wants to replace
     */
    public void beforeCreating() {
        if (header(IF_MATCH) != null) {
            throw Problem.stale(Message.of("There is nothing here to replace: If-Match names what is stored."));
        }
    }

    /**
     * Before replacing or deleting what is there.
     *
     * @param revision what is stored
     * @throws Problem 428 if the client does not say what it has seen, 412 if that is not what is stored
     */
    public void beforeChanging(long revision) {
        if (header(IF_MATCH) == null) {
            throw Problem.unconditional();
        }
        whereStated(revision);
    }

    /**
     * Where the client need not say what it has seen, but may.
     *
     * @param revision what is stored
     * @throws Problem 412 if it says something else than what is stored, or that nothing may be there
     */
    public void whereStated(long revision) {
        if (header(IF_MATCH) != null && !stated(IF_MATCH, one -> one.equals(ANY) || names(one, revision))) {
            throw Problem.stale(Message.of("It was changed since you read it; it stands at {0} now.", tagOf(revision)));
        }
        beforeRepeating();
    }

    /**
     * Where what is asked for is there already, which overwrites nothing: whoever repeats a write whose answer was lost may
     * name the state that was there before it (RFC 9110, 13.1.1).
     *
     * @throws Problem 412 if the client says that nothing may be there
     */
    public void beforeRepeating() {
        if (stated(IF_NONE_MATCH, ANY::equals)) {
            throw Problem.stale(Message.of("If-None-Match wants it not to be there, and it is."));
        }
    }

    /** A tag names a revision alone, or with what else the answer showed after a full stop. */
    private static boolean names(String tag, long revision) {
        return tag.equals(tagOf(revision)) || tag.startsWith("\"" + revision + ".");
    }

    private static String strong(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    /** A star stands alone: in a list it is no tag, and names nothing. */
    private boolean stated(String header, Predicate<String> wanted) {
        String value = header(header);
        if (value == null) {
            return false;
        }
        if (value.strip().equals(ANY)) {
            return wanted.test(ANY);
        }
        return Arrays.stream(value.split(",", MOST_TAGS + 1))
                .limit(MOST_TAGS)
                .map(String::strip)
                .filter(tag -> !tag.equals(ANY))
                .anyMatch(wanted);
    }

    private @Nullable String header(String name) {
        var current = request.getCurrent();
        return current == null ? null : current.request().getHeader(name);
    }
}
