package se.tertial.faults.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import se.tertial.faults.load.Api;
import se.tertial.faults.load.Follower.Feed;
import se.tertial.faults.load.Kind;
import se.tertial.faults.proof.Trail.Entry;
import se.tertial.faults.proof.Trail.Row;

/** Reads trails through the API, as anybody may who has the right. */
final class Trails {

    private final Api api;

    Trails(Api api) {
        this.api = api;
    }

    List<Trail> read(Map<Feed, List<Long>> followed) throws IOException {
        List<Trail> trails = new ArrayList<>();
        for (Map.Entry<Feed, List<Long>> one : followed.entrySet()) {
            trails.add(read(one.getKey(), one.getValue()));
        }
        return trails;
    }

    private Trail read(Feed feed, List<Long> followed) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : api.all(feed.address("audit-entries"))) {
            entries.add(new Entry(
                    entry.path("revision").asLong(),
                    new Row(entry.path("topic").asText(), entry.path("key").asText()),
                    entry.get("after"),
                    entry.path("reason").asText(null)));
        }
        Collections.reverse(entries);
        List<Long> changes = revisions(api.all(feed.address("changes?since=0")));
        JsonNode verified = verified(feed);
        Set<Row> written = new LinkedHashSet<>();
        entries.forEach(entry -> written.add(entry.row()));
        Map<Row, Long> rows = new HashMap<>();
        Map<Row, List<Long>> histories = new HashMap<>();
        for (Kind kind : Kind.values()) {
            if (kind.service().equals(feed.service())) {
                rows.putAll(rows(feed, kind));
            }
        }
        for (Row row : written) {
            Kind kind = Kind.of(row.topic()).orElse(null);
            if (kind != null) {
                histories.put(row, revisions(api.all(feed.address(kind.resource() + "/" + row.key() + "/revisions"))));
            }
        }
        return new Trail(
                feed,
                entries,
                changes,
                followed,
                verified.path("intact").asBoolean(),
                verified.at("/anchors/contradictions").size(),
                rows,
                histories);
    }

    /** The last answer: what the others found is in it, too. */
    private JsonNode verified(Feed feed) throws IOException {
        String address = feed.address("audit-verification");
        JsonNode answer = api.json(address);
        while (answer.has("next")) {
            answer = api.json(address + "?from=" + answer.path("next").asText());
        }
        return answer;
    }

    /** What the list shows, whose rows are known by what they say of themselves. */
    private Map<Row, Long> rows(Feed feed, Kind kind) throws IOException {
        Map<Row, Long> rows = new HashMap<>();
        for (JsonNode row : api.all(feed.address(kind.resource()))) {
            rows.put(
                    new Row(kind.topic(), kind.keyOf(row)), row.path("revision").asLong());
        }
        return rows;
    }

    private static List<Long> revisions(List<JsonNode> items) {
        return items.stream().map(item -> item.path("revision").asLong()).toList();
    }
}
