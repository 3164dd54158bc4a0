package se.tertial.kit.audit;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.access.Scope;
import se.tertial.kit.admission.Waiting;
import se.tertial.kit.problem.Problem;

@Path("municipalities/{municipalityId}")
@Requires(permission = Permission.AUDIT, resource = "audit-verification")
@Produces("application/json")
@Tag(name = "Journal", description = "Every change, to be followed and to be audited. Nothing in it is ever changed.")
class VerificationResource {

    private static final int MOST_WAITING = 8;

    private static final Duration LONGEST = Duration.ofSeconds(4);

    private static final String IN_PIECES =
            " A long trail takes several requests: while an answer has `next`, ask again with that as `from`. Each entry, and each row, is looked at once, "
                    + "as it is then, and nothing is called intact before all of it was looked at.";

    private static final String HEAD = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    private static final String NEXT =
            "NTAwOjY0NzpmZDYxYTAzYWY0Zjc3ZDg3MGZjMjFlMDVlN2U4MDY3ODA5NWM5MmQ4MDhjZmIzYjVjMjc5ZWUwNGM3NGFjYTEzOjpmYWxzZTo6";

    private static final String REST =
            "\"differences\": [], \"anchors\": {\"state\": \"COMPARED\", \"newest\": {\"revision\": 1042, \"head\": \""
                    + HEAD
                    + "\", \"entries\": 812, \"epoch\": 0, \"anchoredAt\": \"2022-03-10T16:10:02Z\","
                    + " \"anchoredSince\": \"2021-09-14T08:40:00Z\", \"keyId\": \"3b9f7c2e51d0a846\", \"partition\": 2, \"offset\": 4711},"
                    + " \"contradictions\": [], \"restores\": []}, \"verifiedAt\": \"2022-03-10T16:15:50Z\"}";

    private static final String WHOLE = "{\"entries\": 812, \"intact\": true, \"head\": \"" + HEAD + "\", " + REST;

    private static final String PIECE = "{\"entries\": 500, \"intact\": false,"
            + " \"head\": \"fd61a03af4f77d870fc21e05e7e80678095c92d808cfb3b5c279ee04c74aca13\", \"next\": \"" + NEXT
            + "\", " + REST;

    private final Verification verification;

    /** Of one municipality, one piece of a trail at a time. */
    private final Waiting verifying = new Waiting(1, MOST_WAITING, LONGEST);

    VerificationResource(Verification verification) {
        this.verification = verification;
    }

    /** How far earlier requests came. */
    record Reached(
            @Parameter(
                            description =
                                    "What to go on from: `next` of the answer before. Without it, a verification begins.",
                            example = NEXT,
                            schema = @Schema(type = SchemaType.STRING, pattern = "^[A-Za-z0-9_-]+$", maxLength = 1000))
                    @QueryParam("from")
                    @Size(max = 1000)
                    @Nullable
                    String from) {}

    @GET
    @Path("administrations/{administrationId}/audit-verification")
    @Operation(
            operationId = "getAuditVerification",
            summary = "Verify the audit trail",
            description =
                    "Computes the digest of every entry anew and says whether each is the one that was written; compares what is stored "
                            + "with what the trail tells of it, and the trail with its anchors, which lie outside the database."
                            + IN_PIECES)
    @APIResponse(
            responseCode = "200",
            description = "What was looked at, and what was found. While there is `next`, more is to be looked at.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = AuditVerification.class),
                            examples = {
                                @ExampleObject(name = "whole", summary = "All was looked at.", value = WHOLE),
                                @ExampleObject(
                                        name = "piece",
                                        summary = "There is more to be looked at.",
                                        value = PIECE)
                            }))
    public AuditVerification auditVerification(@Valid @BeanParam Scope scope, @Valid @BeanParam Reached reached) {
        return verify(scope, reached);
    }

    @GET
    @Path("audit-verification")
    @Operation(
            operationId = "getMunicipalityAuditVerification",
            summary = "Verify the audit trail of the municipality itself",
            description =
                    "The same for what belongs to the municipality and to no administration, such as its name. Needs a grant for the whole municipality."
                            + IN_PIECES)
    @APIResponse(
            responseCode = "200",
            description = "What was looked at, and what was found. While there is `next`, more is to be looked at.",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = AuditVerification.class),
                            examples = {
                                @ExampleObject(name = "whole", summary = "All was looked at.", value = WHOLE),
                                @ExampleObject(
                                        name = "piece",
                                        summary = "There is more to be looked at.",
                                        value = PIECE)
                            }))
    public AuditVerification ofMunicipality(
            @Parameter(description = "The municipality: its four-digit SCB code.", example = "0580")
                    @PathParam("municipalityId")
                    @Pattern(regexp = "[0-9]{4}", message = "A municipality is its four-digit SCB code.")
                    String municipalityId,
            @Valid @BeanParam Reached reached) {
        return verify(Scope.of(municipalityId), reached);
    }

    private AuditVerification verify(Scope scope, Reached reached) {
        Progress from = Progress.of(reached.from());
        try (Waiting.Place place = verifying.enter(scope.municipalityId())) {
            if (place == null) {
                throw Problem.crowded();
            }
            return verification.verify(scope, from);
        }
    }
}
