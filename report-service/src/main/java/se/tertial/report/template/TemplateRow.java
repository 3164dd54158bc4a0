package se.tertial.report.template;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.api.Slug;
import se.tertial.kit.api.Text;
import se.tertial.kit.change.Row;

/** A report template (rapportmall): the tree of sections that reports are composed by. */
@Schema(
        name = "Template",
        description = "A report template (rapportmall): the tree of sections that reports are composed by.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TemplateRow(
        @Schema(description = "Identifier of the template.", examples = "delarsrapport") @NotNull @Slug
                String templateId,
        @Schema(description = "Name.", examples = "Delårsrapport med mål, ekonomi och indikatorer")
                @NotNull
                @Text(max = 200)
                String name,
        @Schema(description = "The sections, in order; at most 200 with those below others.") @NotEmpty @Size(max = 60)
                List<@NotNull @Valid TemplateSection> sections,
        @Schema(description = "Number of its last change.", readOnly = true, examples = "17") @Nullable Long revision)
        implements Row<TemplateRow> {

    public TemplateRow {
        sections = sections == null
                ? List.of()
                : sections.stream().filter(section -> section != null).toList();
    }

    @Override
    public String key() {
        return templateId;
    }

    @Override
    public TemplateRow at(@Nullable Long revision) {
        return new TemplateRow(templateId, name, sections, revision);
    }

    /** Whether it has the section, at any level. */
    public boolean has(String sectionId) {
        return allSections().anyMatch(section -> section.sectionId().equals(sectionId));
    }

    Stream<TemplateSection> allSections() {
        return sections.stream().flatMap(TemplateSection::all);
    }
}
