package se.tertial.finance.municipalities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import se.tertial.kit.access.Scope;
import se.tertial.kit.change.Identity;
import se.tertial.kit.change.Parents;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;

/** An administration belongs to a municipality, and everything else to an administration, that somebody has registered. */
@ApplicationScoped
class RegisteredParents implements Parents {

    private final Municipalities municipalities;
    private final Administrations administrations;

    @Inject
    RegisteredParents(Municipalities municipalities, Administrations administrations) {
        this.municipalities = municipalities;
        this.administrations = administrations;
    }

    @Override
    public void require(String topic, Scope scope) {
        if (topic.equals(administrations.topic())) {
            requireMunicipality(scope.municipalityId());
        } else if (!topic.equals(municipalities.topic())) {
            requireAdministration(scope);
        }
    }

    private void requireMunicipality(String id) {
        if (municipalities.findById(Identity.of(Scope.of(id), MunicipalityResource.KEY)) == null) {
            throw Problem.notFound(Message.of("There is no municipality “{0}”; register it first.", id));
        }
    }

    private void requireAdministration(Scope scope) {
        if (administrations.findById(Identity.of(scope, AdministrationResource.KEY)) == null) {
            throw Problem.notFound(Message.of(
                    "The municipality “{0}” has no administration “{1}”; register it first.",
                    scope.municipalityId(), scope.administrationId()));
        }
    }
}
