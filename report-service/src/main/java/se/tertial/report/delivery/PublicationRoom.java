package se.tertial.report.delivery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import se.tertial.kit.access.Scope;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;
import se.tertial.report.reports.Publications;

/** How much may be published. What was published stays for good, so it is bounded: by more than anybody needs who reports. */
@ApplicationScoped
class PublicationRoom {

    private final Publications publications;
    private final PublicationConfig config;

    @Inject
    PublicationRoom(Publications publications, PublicationConfig config) {
        this.publications = publications;
        this.config = config;
    }

    /**
     * Whether one more may be published. In the caller's transaction, which holds the administration's turn.
     *
     * @param number of the publication that would be made
     * @throws Problem 422 if the report, its administration or its municipality has as much as it may have, with what to do
     */
    void require(Scope scope, ReportingPeriod period, int number) {
        if (number > config.mostOfAReport()) {
            throw full(Message.of(
                    "The report of {0} was published {1} times, and a report has no more publications than that. Whoever runs Tertial can allow more (tertial.publications.most-of-a-report).",
                    period, config.mostOfAReport()));
        }
        Publications.Taken taken = publications.taken(scope);
        long ofAdministration = config.mostOfAnAdministration().asLongValue();
        if (taken.ofAdministration() >= ofAdministration) {
            throw full(Message.of(
                    "What this administration has published takes {0} bytes, and may take {1}. Whoever runs Tertial can allow more (tertial.publications.most-of-an-administration).",
                    taken.ofAdministration(), ofAdministration));
        }
        long ofMunicipality = config.mostOfAMunicipality().asLongValue();
        if (taken.ofMunicipality() >= ofMunicipality) {
            throw full(Message.of(
                    "What this municipality has published takes {0} bytes, and may take {1}. Whoever runs Tertial can allow more (tertial.publications.most-of-a-municipality).",
                    taken.ofMunicipality(), ofMunicipality));
        }
    }

    private static Problem full(Message why) {
        return Problem.invalid(List.of(new Violation("", "body", why)));
    }
}
