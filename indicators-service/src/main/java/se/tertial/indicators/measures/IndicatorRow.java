package se.tertial.indicators.measures;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/**
 * A measure (indikator, volymmått, personalmått) that an administration follows up.
 *
 * @param heading    whether it only groups the measures below it and has no values
 * @param goalId     the administration goal it serves; goals are another service's, so an unknown one is told of and not refused
 * @param decimals   how many decimals its values are shown with at most; they are kept with all that they have
 * @param ofWhich    whether it is “varav”: a part of its parent's value
 * @param categories what its values may be broken down by, besides gender
 */
@Schema(
        name = "Indicator",
        description =
                "A measure that an administration follows up: an indicator, a volume measure or a personnel measure. An administration has at most"
                        + " 10 000 of them.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IndicatorRow(
        @Schema(description = "Identifier of the indicator.", examples = "kundnojdhet-kontakt-linkoping") @NotNull @Slug
                String indicatorId,
        @Schema(description = "Name, as reports show it.", examples = "Kontakt Linköping (0-5)")
                @NotNull
                @Text(max = 300)
                String name,
        @Schema(description = "What kind of measure it is.") @NotNull Kind kind,
        @Schema(
                        description = "Whether it only groups the indicators below it; a heading has no values.",
                        defaultValue = "false",
                        examples = "false")
                Boolean heading,
        @Schema(description = "The indicator above; absent at the top.", examples = "kundnojdhet") @Slug @Nullable
                String parentId,
        @Schema(
                        description =
                                "The administration goal that it serves. Goals are kept in goals-service: an unknown one is kept all the same. `warnings` in"
                                        + " the answer tells of it, and a draft that shows indicators by goal names it in `incomplete`.",
                        examples = "god-service")
                @Slug
                @Nullable
                String goalId,
        @Schema(description = "The unit of its values.", examples = "betyg") @NotNull @Text(max = 40) String unit,
        @Schema(description = "The scale of its values, where there is one.", examples = "0-5")
                @Text(max = 60)
                @Nullable
                String scale,
        @Schema(
                        description =
                                "How many decimals its values and forecasts are shown with at most. They may have more: they are kept exactly"
                                        + " and rounded, half up, only where they are shown.",
                        examples = "1")
                @NotNull
                @Min(0)
                @Max(6)
                Integer decimals,
        @Schema(description = "Which way is better.") @NotNull Direction direction,
        @Schema(
                        description =
                                "Which time a value that is written for a month is about; absent if nobody has said it. Where volumes and numbers"
                                        + " count from January (YEAR_TO_DATE), a value that is lower than one before in the same year is told of in"
                                        + " `warnings`, whichever of them is written last.")
                @Nullable
                Accumulation accumulation,
        @Schema(description = "Its place among its siblings, lowest first.", examples = "20")
                @NotNull
                @Min(0)
                @Max(1_000_000)
                Integer order,
        @Schema(
                        description = "Whether its value is a part (“varav”) of its parent's.",
                        defaultValue = "false",
                        examples = "false")
                Boolean ofWhich,
        @Schema(description = "What its values may be broken down by, besides gender; in the order to show them.")
                @Size(max = 100)
                List<@NotNull @Valid Category> categories,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<IndicatorRow> {

    /** The whole. */
    public static final String TOTAL = "total";

    /** The parts by gender. */
    public static final Set<String> GENDERS = Set.of("women", "men");

    static final Set<String> COMMON_BREAKDOWNS = Set.of(TOTAL, "women", "men");

    public IndicatorRow {
        heading = Boolean.TRUE.equals(heading);
        ofWhich = Boolean.TRUE.equals(ofWhich);
        categories = categories == null
                ? List.of()
                : categories.stream().filter(Objects::nonNull).toList();
    }

    /** What kind of measure it is. */
    @Schema(
            name = "IndicatorKind",
            description =
                    "INDICATOR: followed up against a target; VOLUME_MEASURE: a volume of the basic task, of which a forecast is expected; "
                            + "PERSONNEL_MEASURE: about the staff.")
    public enum Kind {
        INDICATOR,
        VOLUME_MEASURE,
        PERSONNEL_MEASURE
    }

    /** Which way is better; it tells how a target that is a bare number is meant. */
    @Schema(
            name = "IndicatorDirection",
            description =
                    "HIGHER_IS_BETTER: a target 100 means at least 100; LOWER_IS_BETTER: at most 100; NEUTRAL: exactly 100.")
    public enum Direction {
        HIGHER_IS_BETTER,
        LOWER_IS_BETTER,
        NEUTRAL
    }

    /** Which time a value that is written for a month is about. */
    @Schema(
            name = "Accumulation",
            description =
                    "YEAR_TO_DATE: from January to the end of the month; AT_DATE: the last day of the month; MONTH: the month alone; "
                            + "ROLLING_YEAR: the twelve months that end with it.")
    public enum Accumulation {
        YEAR_TO_DATE,
        AT_DATE,
        MONTH,
        ROLLING_YEAR
    }

    /** Units of shares and grades: of these a value from January may well be lower than one before. */
    private static final Pattern NO_COUNT =
            Pattern.compile("(?iu).*(%|‰|procent|promille|andel|betyg|poäng|index|/|\\bper\\b).*");

    private static final Set<String> COUNTS = Set.of("antal", "st", "st.", "styck", "stycken");

    /**
     * Whether its values count something from January on, so that none is lower than one before in the same year, unless something
     * was corrected: volumes and numbers, not shares, grades or amounts of money.
     */
    boolean countsFromJanuary() {
        return countsFromJanuary(kind, unit, scale, accumulation);
    }

    static boolean countsFromJanuary(
            Kind kind, String unit, @Nullable String scale, @Nullable Accumulation accumulation) {
        return accumulation == Accumulation.YEAR_TO_DATE
                && scale == null
                && !NO_COUNT.matcher(unit).matches()
                && (kind == Kind.VOLUME_MEASURE || COUNTS.contains(unit.toLowerCase(Locale.ROOT)));
    }

    /** Something that values are broken down by, such as the size of a company. */
    @Schema(name = "IndicatorCategory", description = "Something that values are broken down by.")
    public record Category(
            @Schema(description = "Identifier of the category, unique within the indicator.", examples = "mikro")
                    @NotNull
                    @Slug
                    String categoryId,
            @Schema(description = "Name, as reports show it.", examples = "Mikro") @NotNull @Text(max = 200)
                    String name) {}

    /** Whether its values may be broken down so. */
    public boolean knows(String breakdown) {
        return COMMON_BREAKDOWNS.contains(breakdown)
                || categories.stream()
                        .anyMatch(category -> category.categoryId().equals(breakdown));
    }

    @Override
    public String key() {
        return indicatorId;
    }

    @Override
    public IndicatorRow at(@Nullable Long revision) {
        return new IndicatorRow(
                indicatorId,
                name,
                kind,
                heading,
                parentId,
                goalId,
                unit,
                scale,
                decimals,
                direction,
                accumulation,
                order,
                ofWhich,
                categories,
                revision);
    }

    @JsonIgnore
    @Override
    public @Nullable String reason() {
        return null;
    }
}
