package se.tertial.kit.admission;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/**
 * The memory of one request, and its place among the large ones: taken before its body is read, or its answer is loaded, and given
 * back when it has ended.
 */
@RequestScoped
public class RequestMemory {

    /** The most that one page takes as JSON. */
    static final long MOST_OF_A_PAGE = 16 * 1024 * 1024;

    /** What takes no more than this is always there. */
    private static final long SMALL = 256 * 1024;

    /** What is smaller takes a processor for some milliseconds only. */
    private static final long LARGE = 1024 * 1024;

    /** While nothing is held: no connection, and none of the municipality's places. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    /** A body is read into rows, compared with as many that are stored, and written into the journal. */
    private static final int TIMES_A_BODY = 5;

    /** An answer is bytes from the database, text, perhaps a tree of it, and bytes on their way. */
    private static final int TIMES_AN_ANSWER = 4;

    /** Twice what the largest body takes. */
    static final long MOST_STORED = 32 * 1024 * 1024;

    /** A stored row is bytes from the database and text. */
    private static final int TIMES_STORED = 2;

    /** A document is what it was composed from, a tree of it, JSON, a page as it grows, text and bytes of both. */
    private static final int TIMES_A_DOCUMENT = 6;

    private final Memory memory;
    private final Tenant tenant;
    private final LargeRequests largeRequests;
    private final Duration longest;
    private Waiting.@Nullable Place large;
    private String who = "";
    private long taken;

    @Inject
    RequestMemory(Memory memory, LargeRequests largeRequests, Tenant tenant) {
        this(memory, largeRequests, tenant, LONGEST);
    }

    RequestMemory(Memory memory, LargeRequests largeRequests, Tenant tenant, Duration longest) {
        this.memory = memory;
        this.largeRequests = largeRequests;
        this.tenant = tenant;
        this.longest = longest;
    }

    /**
     * A large page needs its place among the large requests: its transaction ends, the place is waited for with nothing in hand, and
     * the transaction begins anew.
     */
    static final class NeedsPlace extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NeedsPlace() {
            super("A large page waits for its place before it has a connection", null, false, false);
        }
    }

    /**
     * For a body that is about to be read.
     *
     * @throws Problem 503 if too many such are under way
     */
    void forBody(long bytes) {
        if (needsPlace(bytes)) {
            waitForPlace();
        }
        take(bytes, TIMES_A_BODY);
    }

    /**
     * For a page that is about to be loaded.
     *
     * @param bytes of each item, in the order of the page
     * @throws Problem 400 if the page is too large, with a limit that is not; 503 if too many such are under way
     */
    public void forPage(List<Long> bytes) {
        long all = bytes.stream().mapToLong(Long::longValue).sum();
        if (all > MOST_OF_A_PAGE) {
            throw Problem.malformed(List.of(new Violation(
                    "limit",
                    "query",
                    Message.of(
                            "These {0} items take {1} bytes, and a page has at most {2}. With a limit of {3} they come in several.",
                            bytes.size(), all, MOST_OF_A_PAGE, Math.max(1, largest(bytes))))));
        }
        if (needsPlace(all)) {
            throw new NeedsPlace();
        }
        take(all, TIMES_AN_ANSWER);
    }

    /**
     * For the stored rows that a bulk write is about to replace.
     *
     * @param bytes of all of them
     * @throws Problem 422 if they are more than one request replaces; 503 if too many such are under way
     */
    public void forStored(long bytes) {
        if (bytes > MOST_STORED) {
            throw Problem.invalid(List.of(Violation.inBody(
                    "/items",
                    Message.of(
                            "What is stored of these rows takes {0} bytes, and one request replaces at most {1}. Send them in several.",
                            bytes, MOST_STORED))));
        }
        take(bytes, TIMES_STORED);
    }

    /**
     * For stored values that a write is about to be checked against.
     *
     * @param bytes that they take in memory
     * @throws Problem 503 if too many such are under way
     */
    public void forCheck(long bytes) {
        take(bytes, 1);
    }

    /**
     * For a part of a document that is about to be loaded or made.
     *
     * @param bytes of the part
     * @throws Problem 503 if too many such are under way
     */
    public void forDocument(long bytes) {
        take(bytes, TIMES_A_DOCUMENT);
    }

    /** How many of the items, wherever a page begins, are never too many. */
    private static int largest(List<Long> bytes) {
        int largest = bytes.size();
        long sum = 0;
        int from = 0;
        for (int to = 0; to < bytes.size(); to++) {
            sum += bytes.get(to);
            while (sum > MOST_OF_A_PAGE) {
                largest = Math.min(largest, to - from);
                sum -= bytes.get(from);
                from++;
            }
        }
        return largest;
    }

    private boolean needsPlace(long bytes) {
        return bytes > LARGE && tenant.scope() != null && large == null;
    }

    /**
     * Waits for a place among the large requests, unless the request has one. Outside any transaction.
     *
     * @throws Problem 503 if too many wait, or it takes too long
     */
    public void waitForPlace() {
        if (large == null) {
            large = largeRequests.enter(tenant.municipalityId(), longest);
        }
    }

    private void take(long bytes, int times) {
        Scope scope = tenant.scope();
        if (bytes <= SMALL || scope == null) {
            return;
        }
        who = scope.municipalityId();
        if (!memory.take(who, taken, bytes * times)) {
            throw Problem.crowded();
        }
        taken += bytes * times;
    }

    @PreDestroy
    void end() {
        if (large != null) {
            large.close();
        }
        if (taken > 0) {
            memory.giveBack(who, taken);
        }
    }
}
