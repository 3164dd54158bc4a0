package se.tertial.report.following;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a report has come.
 *
 * @param draft       the number that changes with whatever the draft is composed from
 * @param behind      what the draft says that it may lack, shortened; an empty text if it says nothing
 * @param publication the latest publication that is not withdrawn; 0 if there is none, -1 if that was not told
 */
record ReportVersion(long draft, String behind, int publication) {

    /** Of who has been told nothing, not even that there is nothing. */
    static final ReportVersion UNTOLD = new ReportVersion(-1, "", -1);

    private static final Pattern ID = Pattern.compile("(?:([0-9]{1,18})(?:\\.([0-9a-f]{8}))?-)?([0-9]{1,6})");

    /** With all that the draft says that it may lack. */
    static ReportVersion of(long draft, String behind, int publication) {
        return new ReportVersion(draft, behind.isEmpty() ? "" : "%08x".formatted(behind.hashCode()), publication);
    }

    boolean hasDraftOf(ReportVersion other) {
        return draft == other.draft && behind.equals(other.behind);
    }

    /** What a client was told last by the id that it says it has seen; nothing if that is none of ours. */
    static ReportVersion told(@Nullable String lastEventId) {
        Matcher id = ID.matcher(lastEventId == null ? "" : lastEventId);
        return id.matches()
                ? new ReportVersion(
                        id.group(1) == null ? UNTOLD.draft : Long.parseLong(id.group(1)),
                        Objects.requireNonNullElse(id.group(2), ""),
                        Integer.parseInt(id.group(3)))
                : UNTOLD;
    }

    /** What stands here in the id of an event. Who may not read drafts has no number of theirs. */
    String id(boolean drafts) {
        return drafts
                ? draft + (behind.isEmpty() ? "" : "." + behind) + "-" + publication
                : Integer.toString(publication);
    }
}
