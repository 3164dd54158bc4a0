package se.tertial.faults.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A kind of row that is written, such that what is stored tells which operation wrote it. */
public enum Kind {
    UNIT(
            "finance",
            "units",
            "finance.unit.v1",
            "unit-%d",
            "{\"unitId\": \"unit-%d\", \"name\": \"op %d\", \"order\": %1$d, \"contribution\": \"ADDITIVE\","
                    + " \"placements\": [{\"validFrom\": \"2020-01-01\"}]}",
            "/name"),
    OPERATING_LINE(
            "finance",
            "operating-lines",
            "finance.operating-line.v1",
            "booked-%d~actual~2021-08",
            "{\"unitId\": \"booked-%d\", \"scenario\": \"ACTUAL\", \"period\": \"2021-08\", \"net\": \"%d.00\"}",
            "/net"),
    INDICATOR(
            "indicators",
            "indicators",
            "indicators.indicator.v1",
            "indicator-%d",
            "{\"indicatorId\": \"indicator-%d\", \"name\": \"op %d\", \"kind\": \"INDICATOR\", \"heading\": false,"
                    + " \"unit\": \"betyg\", \"decimals\": 1, \"direction\": \"HIGHER_IS_BETTER\", \"order\": %1$d,"
                    + " \"ofWhich\": false}",
            "/name"),
    MEASUREMENT(
            "indicators",
            "measurements",
            "indicators.measurement.v1",
            "measured-%d~2021-08~total",
            "{\"indicatorId\": \"measured-%d\", \"period\": \"2021-08\", \"breakdown\": \"total\","
                    + " \"value\": {\"state\": \"NUMBER\", \"number\": \"%1$d.5\"}, \"footnote\": \"op %d\","
                    + " \"preliminary\": false}",
            "/footnote"),
    GOAL(
            "goals",
            "goals",
            "goals.goal.v1",
            "goal-%d",
            "{\"goalId\": \"goal-%d\", \"level\": \"ADMINISTRATION\", \"parentId\": \"municipal\", \"name\": \"op %d\", \"order\": %1$d}",
            "/name"),
    ACTIVITY(
            "goals",
            "activities",
            "goals.activity.v1",
            "activity-%d",
            "{\"activityId\": \"activity-%d\", \"name\": \"Aktivitet\", \"goalId\": \"served\", \"state\": \"ONGOING\","
                    + " \"comment\": \"op %d\", \"order\": %1$d}",
            "/comment"),
    ASSESSMENT(
            "goals",
            "assessments",
            "goals.assessment.v1",
            "served~20%d-08",
            "{\"goalId\": \"served\", \"period\": \"20%d-08\", \"status\": \"FULFILLED\", \"results\": [\"op %d\"]}",
            "/results/0"),
    NARRATIVE(
            "report",
            "narratives",
            "report.narrative.v1",
            "2021-08~section-%d",
            "{\"period\": \"2021-08\", \"sectionId\": \"section-%d\", \"markdown\": \"op %d\"}",
            "/markdown"),
    EVENT(
            "report",
            "events",
            "report.event.v1",
            "2021-08~event-%d",
            "{\"eventId\": \"event-%d\", \"period\": \"2021-08\", \"text\": \"op %d\","
                    + " \"economicEffect\": {\"kind\": \"NEUTRAL\"}, \"order\": %1$d}",
            "/text");

    /** How many rows of each kind there are in an administration. */
    static final int ROWS = 12;

    private static final int LAST_YEAR = 21;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String service;
    private final String resource;
    private final String topic;
    private final String key;
    private final String body;
    private final String marked;

    Kind(String service, String resource, String topic, String key, String body, String marked) {
        this.service = service;
        this.resource = resource;
        this.topic = topic;
        this.key = key;
        this.body = body;
        this.marked = marked;
    }

    public String service() {
        return service;
    }

    /** The last segment of the address of the list. */
    public String resource() {
        return resource;
    }

    public String topic() {
        return topic;
    }

    /** The kind whose changes a topic carries, if it is written here. */
    public static Optional<Kind> of(String topic) {
        for (Kind kind : values()) {
            if (kind.topic.equals(topic)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The key of a row. */
    public String key(int row) {
        return key.formatted(number(row));
    }

    /** The key of a row that says itself what it is called. */
    public String keyOf(JsonNode row) {
        return switch (this) {
            case UNIT -> row.path("unitId").asText();
            case OPERATING_LINE -> row.path("unitId").asText() + "~actual~2021-08";
            case INDICATOR -> row.path("indicatorId").asText();
            case MEASUREMENT -> row.path("indicatorId").asText() + "~2021-08~total";
            case GOAL -> row.path("goalId").asText();
            case ACTIVITY -> row.path("activityId").asText();
            case ASSESSMENT -> "served~" + row.path("period").asText();
            case NARRATIVE -> "2021-08~" + row.path("sectionId").asText();
            case EVENT -> "2021-08~" + row.path("eventId").asText();
        };
    }

    /** Assessments differ in their year, of which the last is that of the report. */
    private int number(int row) {
        return this == ASSESSMENT ? LAST_YEAR - row : row;
    }

    /** A row as an operation writes it. */
    ObjectNode row(int row, long operation) {
        try {
            return (ObjectNode) JSON.readTree(body.formatted(number(row), operation));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The operation that wrote a row; none if it was written by nobody here. */
    public Optional<Long> writer(JsonNode row) {
        return number(row.at(marked).asText());
    }

    /** The number of an operation in the mark that it left. */
    public static Optional<Long> number(String mark) {
        String digits = mark.startsWith("op ")
                ? mark.substring(3)
                : mark.endsWith(".00") ? mark.substring(0, mark.length() - 3) : "";
        return digits.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }
}
