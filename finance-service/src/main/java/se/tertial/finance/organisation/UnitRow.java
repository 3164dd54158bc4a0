package se.tertial.finance.organisation;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/**
 * A unit (enhet, verksamhet) of an administration.
 *
 * @param contribution whether its figures are added to the administration's, or stand already inside its parent's
 * @param placements   where it stood in the tree, and when; the intervals do not overlap
 * @param predecessors what it was made of
 */
@Schema(
        name = "Unit",
        description =
                "A unit (enhet) of an administration, with its place in the tree over time. An administration has at most 10 000 units, and these"
                        + " have at most 50 000 placements together.")
@JsonInclude(JsonInclude.Include.NON_NULL)
record UnitRow(
        @Schema(description = "Identifier of the unit.", examples = "kontakt-linkoping") @NotNull @Slug String unitId,
        @Schema(description = "Full name.", examples = "Kontakt Linköping") @NotNull @Text(max = 200) String name,
        @Schema(description = "Short name for narrow tables.", examples = "Kontakt") @Text(max = 60) @Nullable
                String shortName,
        @Schema(description = "Its place among its siblings, lowest first.", examples = "60")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(description = "How its figures enter sums.") @NotNull Contribution contribution,
        @Schema(description = "Other names that texts and imports use.", examples = "[\"Kontaktcenter\"]")
                @Size(max = 50)
                List<@NotNull @Text(max = 200) String> aliases,
        @Schema(description = "Where it stands in the tree, and when; intervals do not overlap.")
                @NotEmpty
                @Size(max = 100)
                List<@NotNull @Valid Placement> placements,
        @Schema(description = "The units it was made of.") @Size(max = 100)
                List<@NotNull @Valid Predecessor> predecessors,
        @Schema(
                        description =
                                "Why it was changed; required when the unit is closed, which it is once the last day of its last placement has"
                                        + " passed, and the change is of more than its aliases.",
                        examples = "Enheten upphörde en månad senare")
                @Text(max = 1000)
                @Nullable
                String reason,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<UnitRow> {

    UnitRow {
        aliases = aliases == null
                ? List.of()
                : List.copyOf(aliases.stream().filter(Objects::nonNull).toList());
        placements = placements == null
                ? List.of()
                : placements.stream().filter(Objects::nonNull).toList();
        predecessors = predecessors == null
                ? List.of()
                : predecessors.stream().filter(Objects::nonNull).toList();
    }

    /** How a unit's figures enter the sums. */
    @Schema(
            name = "Contribution",
            description = "ADDITIVE: its figures are added; INFORMATIVE: “varav”, inside its parent's.")
    enum Contribution {
        ADDITIVE,
        INFORMATIVE
    }

    /**
     * A place in the tree for some time.
     *
     * @param parentId  the unit above; null directly below the administration
     * @param validFrom the first day
     * @param validTo   the last day; null while it lasts
     */
    @Schema(name = "Placement", description = "A place in the tree for some time.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Placement(
            @Schema(
                            description =
                                    "The unit above; absent directly below the administration. On no day do more than 20 units"
                                            + " stand below each other.",
                            examples = "lkdata")
                    @Slug
                    @Nullable
                    String parentId,
            @Schema(description = "First day.", examples = "2021-10-01") @NotNull LocalDate validFrom,
            @Schema(description = "Last day; absent while it lasts.", examples = "2021-12-31") @Nullable
                    LocalDate validTo) {

        boolean overlaps(Placement other) {
            return (validTo == null || !other.validFrom.isAfter(validTo))
                    && (other.validTo == null || !validFrom.isAfter(other.validTo));
        }
    }

    /**
     * A unit that this one was made of.
     *
     * @param administrationId the administration it belonged to; null for this one
     */
    @Schema(name = "Predecessor", description = "A unit that this one was made of.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Predecessor(
            @Schema(description = "What happened to it.") @NotNull Kind kind,
            @Schema(description = "The unit it was.", examples = "overformyndarenheten") @NotNull @Slug String unitId,
            @Schema(description = "The administration it belonged to; absent for this one.", examples = "klf")
                    @Slug
                    @Nullable
                    String administrationId) {

        /** What became of a predecessor. */
        @Schema(
                name = "PredecessorKind",
                description = "MERGED: became part of it; SPLIT: this is a part of it; MOVED: it came from elsewhere.")
        enum Kind {
            MERGED,
            SPLIT,
            MOVED
        }
    }

    @Override
    public String key() {
        return unitId;
    }

    @Override
    public UnitRow at(@Nullable Long revision) {
        return with(aliases, revision);
    }

    /** The units of the same administration that it names: those above it, and those it was made of. */
    Stream<String> refersTo() {
        return Stream.concat(
                placements.stream().map(Placement::parentId).filter(Objects::nonNull),
                predecessors.stream()
                        .filter(predecessor -> predecessor.administrationId() == null)
                        .map(Predecessor::unitId));
    }

    /** Whether its last day has passed. */
    boolean isClosed(LocalDate today) {
        return placements.stream()
                .allMatch(placement ->
                        placement.validTo() != null && placement.validTo().isBefore(today));
    }

    /** Whether reports show both alike: aliases are for texts and imports. */
    boolean showsLike(UnitRow other) {
        return with(List.of(), null).equals(other.with(List.of(), null));
    }

    private UnitRow with(List<String> aliases, @Nullable Long revision) {
        return new UnitRow(
                unitId,
                name,
                shortName,
                order,
                contribution,
                aliases,
                placements,
                predecessors,
                revision == null ? null : reason,
                revision);
    }
}
