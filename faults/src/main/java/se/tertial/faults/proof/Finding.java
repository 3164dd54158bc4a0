package se.tertial.faults.proof;

/**
 * Something that must not be.
 *
 * @param what  which promise is broken
 * @param where with which row, operation or message
 */
public record Finding(Promise what, String where) {

    /** What is proved. */
    public enum Promise {
        ANSWERS("who is not served is told when to come back: no fault is answered as one of the program"),
        WRITES("every acknowledged write is there once, with its revision; what was refused is not there"),
        CONDITIONS("a conditional write replaced what its sender had seen"),
        ROWS("each row stands as its last change left it"),
        HISTORY("a row's history and the audit trail tell the same"),
        AUDIT("the audit trail is intact, and nobody wrote what nobody asked for"),
        ANCHORS("each audit trail has all that it was anchored with, but for what a restore lost"),
        FEED("whoever follows the changes misses none, and hears none twice or out of order"),
        TOPICS(
                "each key's messages lie in the order of its revisions, the last one last, and no revision says two things"),
        REBUILDS("the read model is rebuilt once at a time, each rebuild ends, and one is in use"),
        READ_MODEL("the read model is what the sources say"),
        PUBLICATIONS("every publication is there once, with the bytes that were told of"),
        DOCUMENTS("a report composed by a fresh report-service is the same, byte for byte");

        private final String sentence;

        Promise(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }

    @Override
    public String toString() {
        return what + ": " + where;
    }
}
