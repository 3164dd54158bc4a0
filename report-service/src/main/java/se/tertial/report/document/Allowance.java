package se.tertial.report.document;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/**
 * What composing and rendering one document may cost. Whoever makes a part of it says how large that is, and is stopped where the
 * document becomes larger than anybody reads, where it takes too much of the processor, or where nobody waits for it any more. Used
 * by the thread that makes the document.
 */
public final class Allowance {

    /** Of what is composed and of its page together. */
    private static final long MOST_BYTES = 32 * 1024 * 1024L;

    /** Of the processor, not of the clock: a busy machine makes no report too large. */
    private static final Duration MOST_TIME = Duration.ofSeconds(10);

    private static final long MEBIBYTE = 1024 * 1024;
    private static final long LOOK_EVERY_BYTES = 32L * 1024;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final BooleanSupplier isWanted;
    private final LongConsumer memory;
    private final long began = THREADS.getCurrentThreadCpuTime();
    private long bytes;
    private long looked;
    private long reserved;
    private String section = "";

    /**
     * @param isWanted whether somebody still waits for the document
     * @param memory   takes memory for so many bytes more of it, or throws if there is none
     */
    public Allowance(BooleanSupplier isWanted, LongConsumer memory) {
        this.isWanted = isWanted;
        this.memory = memory;
    }

    /** For a document that is made whoever waits. */
    public static Allowance ofOneDocument() {
        return new Allowance(() -> true, bytes -> {});
    }

    /**
     * So much is going to be read, to compose the document from.
     *
     * @throws Problem 409 if that is more than anything is composed from, 503 if there is no memory for it just now
     */
    public void load(long size) {
        if (size > MOST_BYTES) {
            throw Problem.conflict(Message.of(
                    "What is known of the administration in these years takes {0} MiB, and a report is composed of at most {1} MiB.",
                    Long.toString(size / MEBIBYTE), Long.toString(MOST_BYTES / MEBIBYTE)));
        }
        hold(size);
    }

    /**
     * So much that was made before is going to be read.
     *
     * @throws Problem 503 if there is no memory for it just now
     */
    public void hold(long size) {
        memory.accept(size);
    }

    /** What follows is in this section. */
    public void section(String heading) {
        section = heading;
    }

    /**
     * A part was made.
     *
     * @param size of it, in bytes, roughly
     * @throws Problem 409 if the document is too large or takes too long, 503 if nobody waits for it or there is no memory for it
     */
    public void spend(long size) {
        bytes += size;
        if (bytes > MOST_BYTES) {
            throw Problem.conflict(Message.of(
                    "With the section “{0}” the report becomes larger than {1} MiB. Shorten it, or show less in it.",
                    section, Long.toString(MOST_BYTES / MEBIBYTE)));
        }
        while (bytes > reserved) {
            memory.accept(MEBIBYTE);
            reserved += MEBIBYTE;
        }
        if (bytes - looked >= LOOK_EVERY_BYTES) {
            looked = bytes;
            look();
        }
    }

    private void look() {
        if (THREADS.getCurrentThreadCpuTime() - began > MOST_TIME.toNanos()) {
            throw Problem.conflict(Message.of(
                    "Composing the report takes too long; it had come to the section “{0}”. Shorten it, or show less in it.",
                    section));
        }
        if (!isWanted.getAsBoolean()) {
            throw Problem.unavailable(Message.of("Nobody waits for the report any more, so it was not composed."));
        }
    }
}
