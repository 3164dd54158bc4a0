package se.tertial.kit.change;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import se.tertial.kit.access.Scope;
import se.tertial.kit.elsewhere.Elsewhere;
import se.tertial.kit.elsewhere.Warning;
import se.tertial.language.Language;

/** Collects what is told of written rows that are kept all the same. */
@ApplicationScoped
class Doubts {

    private static final int MOST = 100;

    private final Elsewhere elsewhere;
    private final CurrentVertxRequest request;

    @Inject
    Doubts(Elsewhere elsewhere, CurrentVertxRequest request) {
        this.elsewhere = elsewhere;
        this.request = request;
    }

    /** The first hundred at most, in the language that is asked for. */
    <V extends Row<V>> List<Warning> of(Rows<V, ?> rows, Scope scope, List<Rows.Written<V>> written) {
        Language language = Language.asked(
                request.getCurrent() == null
                        ? null
                        : request.getCurrent().request().getHeader("Accept-Language"));
        List<Warning> unknown = elsewhere.warnings(
                scope,
                written.stream()
                        .flatMap(one -> rows.namesElsewhere(one).stream())
                        .toList(),
                language);
        List<Warning> doubted = rows.doubts(scope, written).stream()
                .map(doubt -> new Warning(
                        doubt.code(),
                        null,
                        doubt.pointer(),
                        "body",
                        doubt.message().in(language)))
                .toList();
        // Neither hides the other.
        int mostUnknown = Math.max(MOST / 2, MOST - doubted.size());
        return Stream.concat(unknown.stream().limit(mostUnknown), doubted.stream())
                .limit(MOST)
                .toList();
    }
}
