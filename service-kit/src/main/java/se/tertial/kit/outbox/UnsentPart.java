package se.tertial.kit.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Scope;

/**
 * A part of a service's changes that is not all sent. What no part covers is sent up to the newest change.
 *
 * @param topic null for all of them
 * @param scope whose changes; null for everybody's
 * @param sentRevision up to it nothing of the part is left to be sent
 */
record UnsentPart(@Nullable String topic, @Nullable Scope scope, long sentRevision) {

    /** So many administrations are named of a topic, those that have waited longest. */
    static final int MOST_NAMED = 100;

    /** Of more parts than these none is named. */
    static final int MOST_LOOKED_AT = 2_000;

    /** Nothing counts as sent. */
    static final UnsentPart EVERYTHING = new UnsentPart(null, null, 0);

    /**
     * Names what is not sent, as far as it can be named.
     *
     * @param ofEach of each part, written as the outbox has it, the oldest change that is not sent
     * @param oldest of all
     */
    static List<UnsentPart> of(Map<String, Long> ofEach, long oldest) {
        if (ofEach.size() > MOST_LOOKED_AT) {
            return List.of(new UnsentPart(null, null, oldest - 1));
        }
        Map<String, List<UnsentPart>> topics = new TreeMap<>();
        ofEach.forEach((written, revision) -> {
            UnsentPart part = parse(written, revision - 1);
            topics.computeIfAbsent(String.valueOf(part.topic()), any -> new ArrayList<>())
                    .add(part);
        });
        return topics.values().stream()
                .map(UnsentPart::named)
                .flatMap(Collection::stream)
                .toList();
    }

    private static List<UnsentPart> named(List<UnsentPart> ofTopic) {
        List<UnsentPart> parts = ofTopic.stream()
                .sorted(Comparator.comparing(UnsentPart::sentRevision))
                .toList();
        if (parts.size() <= MOST_NAMED) {
            return parts;
        }
        UnsentPart next = parts.get(MOST_NAMED);
        List<UnsentPart> some = new ArrayList<>(parts.subList(0, MOST_NAMED));
        some.add(new UnsentPart(next.topic(), null, next.sentRevision()));
        return some;
    }

    private static UnsentPart parse(String written, long sentRevision) {
        int afterTopic = written.indexOf(' ');
        int afterMunicipality = written.indexOf('/', afterTopic);
        return new UnsentPart(
                written.substring(0, afterTopic),
                new Scope(
                        written.substring(afterTopic + 1, afterMunicipality), written.substring(afterMunicipality + 1)),
                sentRevision);
    }
}
