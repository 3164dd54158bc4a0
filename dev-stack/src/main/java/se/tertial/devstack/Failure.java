package se.tertial.devstack;

/** What keeps the suite or the loader from going on, said in a sentence for whoever started it. */
public final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final String sentence;

    public Failure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public Failure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
