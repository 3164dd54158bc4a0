package se.tertial.examples;

import io.swagger.v3.oas.models.OpenAPI;
import java.io.ByteArrayOutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.model.ChangedOpenApi;
import org.openapitools.openapidiff.core.output.MarkdownRender;

/** Whether who was built for one version of an API can go on with another. */
final class Compatibility {

    private Compatibility() {}

    /**
     * What of the change breaks a client, in words; empty if nothing does, or if the version says that something may: by its major
     * number, and before 1.0 by its minor.
     */
    static List<String> broken(String before, String after) {
        ChangedOpenApi difference = OpenApiCompare.fromContents(readable(before), readable(after));
        OpenAPI old = difference.getOldSpecOpenApi();
        OpenAPI changed = difference.getNewSpecOpenApi();
        if (maySayGoodbye(version(old), version(changed))) {
            return List.of();
        }
        List<String> broken = new ArrayList<>();
        Map<String, String> names = names(changed);
        names(old).forEach((operation, name) -> {
            String now = names.getOrDefault(operation, name);
            if (!now.equals(name)) {
                broken.add(operation + ": its operationId was " + name + " and is " + now + ".");
            }
        });
        if (difference.isIncompatible()) {
            broken.add(told(difference));
        }
        return broken;
    }

    /** The comparison reads the types of schemas as OpenAPI 3.0 has them; the documents use nothing that 3.0 says otherwise. */
    private static String readable(String document) {
        return document.replaceFirst("(?m)^openapi: .*$", "openapi: 3.0.3");
    }

    private static boolean maySayGoodbye(String[] before, String[] after) {
        boolean major = !before[0].equals(after[0]);
        return major || (before[0].equals("0") && !before[1].equals(after[1]));
    }

    private static String[] version(OpenAPI document) {
        return document.getInfo().getVersion().split("[.]", 3);
    }

    /** Generated clients call operations by these. */
    private static Map<String, String> names(OpenAPI document) {
        Map<String, String> names = new TreeMap<>();
        document.getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> names.put(method + " " + path, operation.getOperationId())));
        return names;
    }

    private static String told(ChangedOpenApi difference) {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        new MarkdownRender().render(difference, new OutputStreamWriter(told, StandardCharsets.UTF_8));
        return told.toString(StandardCharsets.UTF_8);
    }
}
