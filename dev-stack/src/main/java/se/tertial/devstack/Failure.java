package se.tertial.devstack;

import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;

/** What keeps the suite or the loader from going on, said in a sentence for whoever started it. */
public final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    /** What an exception's message begins with when it was made of another exception. */
    private static final Pattern CLASS_NAME = Pattern.compile("^(?:[a-z]\\w*\\.)+[A-Z]\\w*: ");

    private final String sentence;

    public Failure(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    public Failure(String sentence, Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    /** Why something failed, in words for people: what its deepest cause says, without the names of classes. */
    public static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        if (deepest instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        }
        if (deepest instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied";
        }
        if (deepest instanceof FileAlreadyExistsException existing) {
            return existing.getFile() + " is no directory";
        }
        if (deepest instanceof FileSystemException refused && refused.getReason() != null) {
            return refused.getReason();
        }
        if (deepest instanceof ConnectException) {
            return "nothing listens there";
        }
        String message = deepest.getMessage();
        return message == null
                ? "no reason is known"
                : CLASS_NAME.matcher(message).replaceFirst("");
    }

    public String sentence() {
        return sentence;
    }
}
