package se.tertial.kit.change;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Validator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Text;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;

/**
 * Why something is deleted: the query parameter {@code reason}, which every DELETE takes, for it has no body to say it in. The
 * OpenAPI documents have it from {@link se.tertial.kit.api.ApiDescription}.
 */
@ApplicationScoped
class DeletionReason {

    private final CurrentVertxRequest request;
    private final Validator validator;

    @Inject
    DeletionReason(CurrentVertxRequest request, Validator validator) {
        this.request = request;
        this.validator = validator;
    }

    private record Given(@Text(max = 1000) @Nullable String reason) {}

    /**
     * Null if none was given.
     *
     * @throws Problem 400 if it is no text
     */
    @Nullable
    String given() {
        String reason = request.getCurrent().request().getParam("reason");
        List<Violation> violations = validator.validate(new Given(reason)).stream()
                .map(violation -> new Violation("reason", "query", Constraints.message(violation)))
                .toList();
        if (!violations.isEmpty()) {
            throw Problem.malformed(violations);
        }
        return reason;
    }
}
