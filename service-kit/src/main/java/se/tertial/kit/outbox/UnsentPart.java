package se.tertial.kit.outbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
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

    /** So many are named in all. */
    static final int MOST_NAMED = 1_000;

    /** Nothing counts as sent. */
    static final UnsentPart EVERYTHING = new UnsentPart(null, null, 0);

    /** So many parts of a municipality are named; one that has more is named as a whole. */
    static int mostOfEach(int municipalities) {
        return MOST_NAMED / Math.max(1, municipalities);
    }

    /**
     * Names what is not sent, as far as it can be named.
     *
     * @param municipalities of each the parts, written as the outbox has them, each with the oldest change that is not sent; of
     *     one that has more parts than are named, one more at least
     * @param oldest of all
     */
    static List<UnsentPart> of(SortedMap<String, Map<String, Long>> municipalities, long oldest) {
        long sentOfAll = Math.max(0, oldest - 1);
        int most = mostOfEach(municipalities.size());
        if (most == 0) {
            return List.of(new UnsentPart(null, null, sentOfAll));
        }
        List<UnsentPart> named = new ArrayList<>();
        municipalities.forEach((municipality, parts) -> {
            if (parts.size() > most) {
                named.add(new UnsentPart(null, Scope.of(municipality), sentOfAll));
            } else {
                parts.entrySet().stream()
                        .map(part -> parse(part.getKey(), part.getValue() - 1))
                        .sorted(Comparator.comparing(UnsentPart::sentRevision))
                        .forEach(named::add);
            }
        });
        return named;
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
