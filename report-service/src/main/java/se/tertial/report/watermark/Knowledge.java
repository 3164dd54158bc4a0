package se.tertial.report.watermark;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;
import se.tertial.report.watermark.Behind.Cause;
import se.tertial.report.watermark.ServiceProgress.UpTo;

/**
 * What the database said of the other services.
 *
 * @param at when, as {@link System#nanoTime} counts
 * @param begunAt when the instance began, which is since when it would have heard of a service that nobody ever has
 * @param patience for how long it may not be known that everything is there
 */
record Knowledge(Map<String, ServiceProgress> services, long at, long begunAt, Duration patience) {

    private static final UpTo NEVER = new UpTo(null, null);

    /** The services whose changes, as far as an administration's reports are composed from them, have perhaps not all been there. */
    List<Behind> behind(Scope scope) {
        return Watermarks.services().keySet().stream()
                .filter(service -> isLong(complete(service, scope)))
                .map(service -> behind(service, scope))
                .toList();
    }

    Behind behind(String service, Scope scope) {
        ServiceProgress progress = services.get(service);
        return new Behind(
                service,
                cause(service, progress != null && progress.isUnsent(scope)),
                complete(service, scope).at(),
                progress == null ? null : progress.unsent());
    }

    /**
     * Why reports of all administrations may lack changes of a service.
     *
     * @return null if they do not
     */
    @Nullable
    Cause behindForAll(String service) {
        ServiceProgress progress = services.get(service);
        return isLong(complete(service)) ? cause(service, progress != null && progress.unsentOfAnybody()) : null;
    }

    /** Administrations alone, and municipalities as a whole, whose changes of a service have perhaps not all been there. */
    Stream<Scope> waiting(String service) {
        ServiceProgress progress = services.get(service);
        return progress == null
                ? Stream.of()
                : progress.others().entrySet().stream()
                        .filter(other -> isLong(other.getValue()))
                        .map(Map.Entry::getKey);
    }

    private Cause cause(String service, boolean unsent) {
        if (silence(service).compareTo(patience) > 0) {
            return Cause.SILENT;
        }
        return unsent ? Cause.UNSENT : Cause.UNREAD;
    }

    /** For how long a service has not been heard of. */
    Duration silence(String service) {
        ServiceProgress progress = services.get(service);
        return progress == null ? since(begunAt) : progress.silence().plus(since(at));
    }

    /** Up to when the read model has all of a service, but for what is of some. */
    UpTo complete(String service) {
        ServiceProgress progress = services.get(service);
        return progress == null ? NEVER : progress.complete();
    }

    private UpTo complete(String service, Scope scope) {
        ServiceProgress progress = services.get(service);
        return progress == null ? NEVER : progress.complete(scope);
    }

    /** For how long it has not been known that everything of a service is there. */
    Duration incompleteness(String service) {
        return incompleteness(complete(service));
    }

    private Duration incompleteness(UpTo upTo) {
        return upTo.ago() == null ? since(begunAt) : upTo.ago().plus(since(at));
    }

    private boolean isLong(UpTo upTo) {
        return incompleteness(upTo).compareTo(patience) > 0;
    }

    long unsent(String service) {
        ServiceProgress progress = services.get(service);
        return progress == null ? 0 : progress.unsent();
    }

    private static Duration since(long then) {
        return Duration.ofNanos(System.nanoTime() - then);
    }
}
