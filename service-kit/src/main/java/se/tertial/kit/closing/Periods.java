package se.tertial.kit.closing;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Rows;

/** Periods of administrations. Each service keeps its own: what it promises is what its own database knows. */
@ApplicationScoped
class Periods implements Rows<PeriodRow, Period> {

    private final String topic;

    @Inject
    Periods(@ConfigProperty(name = "quarkus.application.name") String service) {
        topic = service.replace("-service", "") + ".period.v1";
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public Period blank(Identity identity) {
        return new Period(identity);
    }
}
