package se.tertial.report.following;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a report has come.
 *
 * @param draft       the number that changes with whatever the draft is composed from
 * @param publication the latest publication; 0 if there is none
 */
record ReportVersion(long draft, int publication) {

    /** Of who has been told nothing. */
    static final ReportVersion UNTOLD = new ReportVersion(-1, 0);

    private static final Pattern ID = Pattern.compile("(?:([0-9]{1,18})-)?([0-9]{1,6})");

    /** What a client was told last by the id that it says it has seen; nothing if that is none of ours. */
    static ReportVersion told(@Nullable String lastEventId) {
        Matcher id = ID.matcher(lastEventId == null ? "" : lastEventId);
        return id.matches()
                ? new ReportVersion(
                        id.group(1) == null ? UNTOLD.draft : Long.parseLong(id.group(1)), Integer.parseInt(id.group(2)))
                : UNTOLD;
    }

    /** What stands here in the id of an event. Who may not read drafts has no number of theirs. */
    String id(boolean drafts) {
        return drafts ? draft + "-" + publication : Integer.toString(publication);
    }
}
