package se.tertial.kit.audit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.Waiting;
import se.tertial.kit.anchor.AnchorComparison;
import se.tertial.kit.problem.Problem;

@Path("municipalities/{municipalityId}")
@Requires(permission = Permission.AUDIT, resource = "audit-verification")
@Produces("application/json")
@Tag(name = "Journal", description = "Every change, to be followed and to be audited. Nothing in it is ever changed.")
class VerificationResource {

    private final Verification verification;
    private final AnchorComparison anchors;

    /** A trail is read whole: of one municipality, one at a time. */
    private final Waiting verifying = new Waiting(1, 0, Duration.ZERO);

    VerificationResource(Verification verification, AnchorComparison anchors) {
        this.verification = verification;
        this.anchors = anchors;
    }

    @GET
    @Path("administrations/{administrationId}/audit-verification")
    @Operation(
            operationId = "getAuditVerification",
            summary = "Verify the audit trail",
            description =
                    "Computes the digest of every entry anew and says whether each is the one that was written; compares what is stored "
                            + "with what the trail tells of it, and the trail with its anchors, which lie outside the database.")
    public AuditVerification auditVerification(@Valid @BeanParam Scope scope) {
        return verify(scope);
    }

    @GET
    @Path("audit-verification")
    @Operation(
            operationId = "getMunicipalityAuditVerification",
            summary = "Verify the audit trail of the municipality itself",
            description =
                    "The same for what belongs to the municipality and to no administration, such as its name. Needs a grant for the whole municipality.")
    public AuditVerification ofMunicipality(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                    String municipalityId) {
        return verify(Scope.of(municipalityId));
    }

    private AuditVerification verify(Scope scope) {
        try (Waiting.Place place = verifying.enter(scope.municipalityId())) {
            if (place == null) {
                throw Problem.crowded();
            }
            return verification.verify(scope, anchors.find(scope));
        }
    }
}
