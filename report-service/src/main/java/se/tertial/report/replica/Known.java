package se.tertial.report.replica;

/**
 * A fact and where it is from.
 *
 * @param topic    the topic that carried it
 * @param key      its key among the administration's rows of that topic
 * @param revision the revision it stands at
 */
public record Known<F extends Fact>(String topic, String key, long revision, F fact) {}
