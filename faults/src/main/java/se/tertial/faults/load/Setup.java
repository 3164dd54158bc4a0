package se.tertial.faults.load;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What must be there before anything can be written at random: names, what other rows refer to, and a report. */
final class Setup {

    static final String PERIOD = "2021-08";

    private final Api api;

    Setup(Api api) {
        this.api = api;
    }

    void write() throws IOException {
        for (Scope scope : Scope.ALL) {
            String municipality = "/finance/v1/municipalities/" + scope.municipality();
            put(municipality, "{\"municipalityId\": \"%s\", \"name\": \"Kommun\"}".formatted(scope.municipality()));
            put(
                    municipality + "/administrations/" + scope.administration(),
                    "{\"administrationId\": \"%s\", \"name\": \"Förvaltning\", \"shortName\": \"F\"}"
                            .formatted(scope.administration()));
            String booked = rows(
                    """
                    {"unitId": "booked-%d", "name": "Enhet", "order": 100, "contribution": "ADDITIVE",
                     "placements": [{"validFrom": "2020-01-01"}]}""",
                    ",");
            put("/finance/v1/" + scope.path() + "/units", "{\"items\": [" + booked + "]}");
            String measured = rows(
                    """
                    {"indicatorId": "measured-%d", "name": "Mått", "kind": "INDICATOR", "heading": false, "unit": "betyg", "decimals": 1,
                     "direction": "HIGHER_IS_BETTER", "order": 100, "ofWhich": false}""",
                    ",");
            put("/indicators/v1/" + scope.path() + "/indicators", "{\"items\": [" + measured + "]}");
            put(
                    "/goals/v1/" + scope.path() + "/goals",
                    """
                    {"items": [{"goalId": "area", "level": "AREA", "name": "Område", "order": 1},
                     {"goalId": "municipal", "level": "MUNICIPAL", "parentId": "area", "name": "Mål", "order": 1},
                     {"goalId": "served", "level": "ADMINISTRATION", "parentId": "municipal", "name": "Mål", "order": 100}]}""");
            put("/report/v1/" + scope.path() + "/templates/all", template());
            put(
                    "/report/v1/" + scope.path() + "/reports/" + PERIOD,
                    "{\"period\": \"" + PERIOD + "\", \"templateId\": \"all\", \"title\": \"Delårsrapport\"}");
        }
    }

    /** A report that shows every row that is written. */
    private static String template() {
        return """
                {"templateId": "all", "name": "Allt", "sections": [
                  {"sectionId": "result", "heading": "Resultat", "kind": "TABLE", "table": {"caption": "Netto", "rowHeader": "Enhet",
                    "rowsOf": "UNITS", "totalLabel": "Summa", "columns": [
                      {"columnId": "actual", "label": "Redovisat", "content": "ACTUAL", "period": "report"}]}},
                  {"sectionId": "measures", "heading": "Mått", "kind": "TABLE", "table": {"caption": "Mått", "rowHeader": "Mått",
                    "rowsOf": "MEASURES", "rows": [%s], "columns": [
                      {"columnId": "outcome", "label": "Utfall", "content": "MEASUREMENT", "period": "report"}]}},
                  {"sectionId": "indicators", "heading": "Indikatorer", "kind": "INDICATORS", "indicatorColumns": [
                      {"columnId": "outcome", "label": "Utfall", "content": "MEASUREMENT", "period": "report"}]},
                  {"sectionId": "goals", "heading": "Mål", "kind": "GOAL_OVERVIEW"},
                  {"sectionId": "detail", "heading": "Mål för mål", "kind": "GOAL_DETAIL"},
                  {"sectionId": "events", "heading": "Händelser", "kind": "EVENTS"},
                  %s]}
                """
                .formatted(
                        rows("{\"of\": \"measured-%d\"}", ","),
                        rows("{\"sectionId\": \"section-%1$d\", \"heading\": \"%1$d\", \"kind\": \"NARRATIVE\"}", ","));
    }

    private static String rows(String row, String between) {
        return IntStream.range(0, Kind.ROWS).mapToObj(row::formatted).collect(Collectors.joining(between));
    }

    private void put(String path, String body) throws IOException {
        HttpResponse<byte[]> answer = api.send("PUT", path, Map.of(), body);
        if (answer.statusCode() > 201 && answer.statusCode() != 428) {
            throw new IOException(path + " answered " + answer.statusCode() + ": " + Api.text(answer));
        }
    }
}
