package se.tertial.report.replica;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Permission;
import se.tertial.kit.access.Requires;
import se.tertial.kit.api.Listing;
import se.tertial.kit.api.Page;
import se.tertial.kit.database.Outcome;

@Path("read-model/dead-letters")
@Requires(permission = Permission.OPERATION, resource = "dead-letters")
@Produces("application/json")
@Tag(name = "Operations", description = "For those who run the service.")
class DeadLetterResource {

    /** As many as are tried well within the time of a request. */
    private static final int MOST = 500;

    private final DeadLetters letters;
    private final Redelivery redelivery;
    private final Outcome outcome;

    DeadLetterResource(DeadLetters letters, Redelivery redelivery, Outcome outcome) {
        this.letters = letters;
        this.redelivery = redelivery;
        this.outcome = outcome;
    }

    @Schema(
            name = "DeadLetter",
            description = "A consumed message that was put aside, because it is not what its topic promises.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DeadLetter(
            @Schema(description = "Its number.", examples = "3") long number,
            @Schema(description = "The topic that it lay in.", examples = "finance.unit.v1") String topic,
            @Schema(description = "The partition of the topic.", examples = "0") int partition,
            @Schema(description = "Its offset in the partition.", examples = "412") long offset,
            @Schema(description = "The beginning of its key.", examples = "0580/vss/lkdata") String key,
            @Schema(description = "Why it was put aside.", examples = "Unit without name") String reason,
            @Schema(description = "When it was put aside.") Instant receivedAt,
            @Schema(description = "How often it was tried.", examples = "1") int attempts,
            @Schema(
                            description =
                                    "OPEN: nothing newer is known of its row; RESOLVED: it could be read later; SUPERSEDED: a newer message of"
                                            + " its row was read.")
                    DeadLetters.State state,
            @Schema(description = "When it was resolved or superseded.") @Nullable Instant endedAt) {

        static DeadLetter of(DeadLetters.Letter letter) {
            return new DeadLetter(
                    letter.number(),
                    letter.topic(),
                    letter.partition(),
                    letter.offset(),
                    letter.key(),
                    letter.reason(),
                    letter.receivedAt(),
                    letter.attempts(),
                    letter.state(),
                    letter.endedAt());
        }
    }

    @Schema(name = "DeadLetterAttempts", description = "What came of trying again.")
    record Attempts(
            @Schema(description = "How many were tried.", examples = "3") int tried,
            @Schema(description = "How many of them could be read.", examples = "2") int resolved,
            @Schema(description = "How many are open still.", examples = "1") long open) {}

    @GET
    @Transactional
    @Operation(
            operationId = "listDeadLetters",
            summary = "List messages that were put aside",
            description = "Consumed messages that are not what their topic promises, newest first, a page at a time.")
    public Listing<DeadLetter> list(
            @Parameter(description = "Only those in this state.", example = "OPEN") @QueryParam("state")
                    DeadLetters.@Nullable State state,
            @Valid @BeanParam Page page,
            @Context UriInfo uri) {
        return Listing.of(
                letters.page(state, page.first(), page.size()).stream()
                        .map(DeadLetter::of)
                        .toList(),
                page,
                letters.count(state),
                uri);
    }

    @POST
    @Path("attempts")
    @Operation(
            operationId = "runDeadLetterAttempt",
            summary = "Try to read again what was put aside",
            description =
                    "Tries the 500 oldest that are open, or one; some of them if there is no time for all. What can be read now is applied, unless something newer is known of its"
                            + " row. A release that reads more of events than the one before does this by itself.")
    public Attempts tryAgain(
            @Parameter(description = "Only the one with this number.", example = "3")
                    @QueryParam("number")
                    @Min(1)
                    @Max(1_000_000_000_000L)
                    @Nullable
                    Long number) {
        List<Long> numbers = number != null
                ? List.of(number)
                : QuarkusTransaction.requiringNew().call(() -> letters.toTry(Integer.MAX_VALUE, MOST));
        try {
            Redelivery.Outcome tried = redelivery.tryAgain(numbers, Redelivery.PATIENCE);
            return new Attempts(
                    tried.tried(),
                    tried.resolved(),
                    QuarkusTransaction.requiringNew().call(() -> letters.count(DeadLetters.State.OPEN)));
        } catch (RuntimeException e) {
            outcome.unknown(); // each has a transaction of its own, and some may have been applied
            throw e;
        }
    }
}
