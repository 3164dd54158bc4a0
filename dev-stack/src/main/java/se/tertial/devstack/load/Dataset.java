package se.tertial.devstack.load;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Failure;

/**
 * What a folder says of itself in {@code dataset.yaml}.
 *
 * @param scope whose rows these are, as it stands in addresses: {@code municipalities/0580/administrations/vss}
 * @param load  what to load, in this order
 * @param await resources whose {@code readModel} must have consumed what was loaded
 * @param publish reports to publish when the loading is over
 * @param show  addresses worth looking at afterwards, by what they are called
 * @param csv   how the cells of its CSV files are written, where that is declared
 */
public record Dataset(
        String scope,
        List<Step> load,
        List<String> await,
        List<Publish> publish,
        Map<String, String> show,
        @Nullable CsvFormat csv) {

    /** The file that describes a folder. */
    public static final String FILE = "dataset.yaml";

    /**
     * One file, or one folder of Markdown files.
     *
     * @param to    where its rows go in bulk: service and resource, {@code finance/units}
     * @param put   where its only row goes: service and path, {@code finance/municipalities/0580}
     * @param topic the topic that tells of that row; a bulk write says its topic itself
     * @param field the field that takes a Markdown file's text
     * @param key   the field that takes a Markdown file's name
     * @param with  fields that all rows of the folder share
     * @param csv   how the cells of this file are written, where that differs from the dataset's other CSV files
     */
    public record Step(
            @Nullable String file,
            @Nullable String folder,
            @Nullable String to,
            @Nullable String put,
            @Nullable String topic,
            @Nullable String field,
            @Nullable String key,
            @Nullable Map<String, String> with,
            @Nullable CsvFormat csv) {

        /** The file or folder, for people. */
        String source() {
            return Objects.requireNonNullElse(file != null ? file : folder, "(neither file nor folder)");
        }

        /** Service and path below the API's root. */
        Target target(String scope) {
            return to != null ? Target.of(to, scope) : Target.of(Objects.requireNonNullElse(put, ""), "");
        }

        @Nullable
        String mistake() {
            if ((file == null) == (folder == null)) {
                return "needs either “file” or “folder”";
            }
            if ((to == null) == (put == null)) {
                return "needs either “to” or “put”";
            }
            if (folder != null && (field == null || key == null || to == null)) {
                return "a folder needs “to”, “field” and “key”";
            }
            return csv == null ? null : csv.mistake();
        }
    }

    /**
     * A report to publish; what is published already stays as it is. In the file, its path alone is enough.
     *
     * @param report       service and path, {@code report/reports/2021-08}
     * @param ifIncomplete why it is published whatever its draft lacks; null if it is not published then
     */
    public record Publish(String report, @Nullable String ifIncomplete) {

        /** A report that is published if it lacks nothing. */
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Publish whole(String report) {
            return new Publish(report, null);
        }

        /** As the object that it is in the file. */
        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        public Publish {
            Objects.requireNonNull(report, "“report” is missing");
        }
    }

    /** A path of a service's API. */
    record Target(String service, String path) {

        /** From {@code finance/units} and the scope of its rows; an empty scope for a path as it is. */
        static Target of(String resource, String scope) {
            int slash = resource.indexOf('/');
            String service = slash < 0 ? resource : resource.substring(0, slash);
            String rest = slash < 0 ? "" : resource.substring(slash);
            return new Target(service, (scope.isEmpty() ? "" : "/" + scope) + rest);
        }

        String address() {
            return "/" + service + "/v1" + path;
        }
    }

    public Dataset {
        await = await == null ? List.of() : List.copyOf(await);
        publish = publish == null ? List.of() : List.copyOf(publish);
        show = show == null ? Map.of() : show;
    }

    /** How a CSV file is written, as far as it is declared. */
    CsvFormat format(Step step) {
        CsvFormat common = Objects.requireNonNullElse(csv, CsvFormat.UNDECLARED);
        return step.csv() == null ? common : step.csv().orElse(common);
    }

    /** Reads the description of a folder. */
    public static Dataset read(Path folder) throws Failure {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new Failure("There is no " + FILE + " in " + folder + ", so it cannot be loaded.");
        }
        try {
            Dataset dataset = YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build()
                    .readValue(file.toFile(), Dataset.class);
            if (dataset == null || dataset.scope() == null || dataset.load() == null) {
                throw new Failure(FILE + " needs “scope” and “load”.");
            }
            if (dataset.csv() != null && dataset.csv().mistake() != null) {
                throw new Failure(FILE + ", csv: " + dataset.csv().mistake() + ".");
            }
            for (Step step : dataset.load()) {
                String mistake = step.mistake();
                if (mistake != null) {
                    throw new Failure(FILE + ", " + step.source() + ": " + mistake + ".");
                }
            }
            return dataset;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new Failure(FILE + " line " + line + ": " + brief(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new Failure(FILE + " could not be read: " + Failure.reason(e), e);
        }
    }

    /** What a parser says, without the excerpts and places that it adds below. */
    static String brief(@Nullable String text) {
        String brief = Objects.requireNonNullElse(text, "")
                .lines()
                .filter(line -> !line.startsWith(" "))
                .collect(Collectors.joining(", "));
        return brief.isEmpty() ? "unreadable" : brief;
    }
}
