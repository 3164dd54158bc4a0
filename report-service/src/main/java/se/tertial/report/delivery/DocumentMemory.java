package se.tertial.report.delivery;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import se.tertial.kit.admission.RequestMemory;
import se.tertial.kit.problem.Problem;

/** The memory of documents that a request reads or makes; what is done for no request is bounded by whoever does it. */
@ApplicationScoped
class DocumentMemory {

    private final Provider<RequestMemory> request;

    @Inject
    DocumentMemory(Provider<RequestMemory> request) {
        this.request = request;
    }

    /**
     * Takes it until the present request has ended.
     *
     * @throws Problem 503 if there is none just now
     */
    void hold(long bytes) {
        if (isRequest()) {
            request.get().forDocument(bytes);
        }
    }

    private static boolean isRequest() {
        ArcContainer container = Arc.container();
        return container != null && container.requestContext().isActive();
    }
}
