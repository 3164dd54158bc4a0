package se.tertial.faults.proof;

import static se.tertial.faults.proof.Finding.Promise.TOPICS;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import se.tertial.devstack.Messages.Message;
import se.tertial.faults.proof.Trail.Entry;

/** Holds what lies on the topics against the trails. */
final class TopicsCheck {

    /** A revision of a service, which is given once in an epoch. */
    private record Use(String service, long epoch, long revision) {}

    private record Content(String topic, String key, @Nullable String body) {}

    private TopicsCheck() {}

    static List<Finding> of(Map<String, List<Message>> topics, List<Trail> trails) {
        List<Finding> findings = new ArrayList<>();
        Map<String, Map<String, Message>> last = new HashMap<>();
        Map<Use, Content> uses = new HashMap<>();
        topics.forEach((topic, messages) -> {
            Map<String, Message> ofTopic = last.computeIfAbsent(topic, any -> new HashMap<>());
            for (Message message : messages) {
                if (isPoison(message.key())) {
                    continue;
                }
                Message before = ofTopic.put(message.key(), message);
                if (before != null && isBehind(message, before)) {
                    findings.add(new Finding(
                            TOPICS,
                            "%s %s has revision %d behind %d"
                                    .formatted(topic, message.key(), revision(message), revision(before))));
                }
                Use use =
                        new Use(topic.substring(0, topic.indexOf('.')), number(message, "ce_epoch"), revision(message));
                Content content = new Content(topic, message.key(), message.body());
                Content other = uses.put(use, content);
                if (other != null && !other.equals(content)) {
                    findings.add(new Finding(TOPICS, use + " is that of " + other + " and of " + content));
                }
            }
        });
        for (Trail trail : trails) {
            Map<Trail.Row, Entry> newest = new HashMap<>();
            trail.entries().forEach(entry -> newest.put(entry.row(), entry));
            newest.values().stream().filter(entry -> !entry.isNote()).forEach(entry -> {
                String key = trail.feed().scope() + "/" + entry.row().key();
                if (isPoison(key)) {
                    return;
                }
                Message message =
                        last.getOrDefault(entry.row().topic(), Map.of()).get(key);
                if (message == null ? entry.after() != null : !tells(message, entry)) {
                    findings.add(new Finding(
                            TOPICS,
                            entry.row().topic() + " " + key + " ends with " + told(message) + " instead of revision "
                                    + entry.revision()));
                }
            });
        }
        return findings;
    }

    /** What no service sent lies where its sender put it, and whoever publishes anew deletes it where its row would lie. */
    private static boolean isPoison(String key) {
        return key.contains("poison");
    }

    private static boolean tells(Message message, Entry entry) {
        return revision(message) == entry.revision() && (message.body() == null) == (entry.after() == null);
    }

    private static String told(@Nullable Message message) {
        return message == null ? "nothing" : "revision " + revision(message);
    }

    private static boolean isBehind(Message message, Message before) {
        long epoch = number(message, "ce_epoch");
        long epochBefore = number(before, "ce_epoch");
        return epoch < epochBefore || (epoch == epochBefore && revision(message) < revision(before));
    }

    private static long revision(Message message) {
        return number(message, "ce_revision");
    }

    private static long number(Message message, String header) {
        String value = message.headers().getOrDefault(header, "0");
        return Long.parseLong(value);
    }
}
