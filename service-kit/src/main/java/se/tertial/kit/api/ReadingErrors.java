package se.tertial.kit.api;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.CharConversionException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/** Collects what is wrong in a body while it is read, and refuses the body with all of it. */
@Provider
public class ReadingErrors implements ReaderInterceptor {

    private static final int MOST = 100;
    private static final ThreadLocal<@Nullable List<Violation>> FOUND = new ThreadLocal<>();

    static boolean collecting() {
        return FOUND.get() != null;
    }

    static void add(String pointer, Message message) {
        List<Violation> found = FOUND.get();
        if (found != null && found.size() < MOST) {
            found.add(Violation.inBody(pointer, message));
        }
    }

    private static String pointer(JsonMappingException unfit) {
        return unfit.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }

    private static Message why(JsonProcessingException unreadable) {
        JsonLocation place = unreadable.getLocation();
        return place == null
                ? Message.of("The body is not JSON of the documented shape.")
                : Message.of(
                        "The body is not JSON of the documented shape: line {0}, column {1}.",
                        place.getLineNr(), place.getColumnNr());
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        String coding = context.getHeaders().getFirst("Content-Encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw Problem.encoded();
        }
        List<Violation> found = new ArrayList<>();
        FOUND.set(found);
        context.setInputStream(new StrictUtf8(context.getInputStream()));
        try {
            Object body = context.proceed();
            if (!found.isEmpty()) {
                throw Problem.malformed(List.copyOf(found));
            }
            return body;
        } catch (IOException | WebApplicationException e) {
            Throwable cause = e instanceof WebApplicationException && e.getCause() != null ? e.getCause() : e;
            if (cause instanceof CharConversionException) {
                throw Problem.unreadable(Message.of("The body is not UTF-8."));
            }
            if (cause instanceof StreamConstraintsException || cause.getCause() instanceof StreamConstraintsException) {
                throw Problem.unreadable(
                        Message.of(
                                "The body has more values than any request needs, or one that is deeper or longer than any may be."));
            }
            if (cause instanceof JsonMappingException unfit && !unfit.getPath().isEmpty()) {
                boolean wantsText = unfit instanceof MismatchedInputException mismatch
                        && String.class.equals(mismatch.getTargetType());
                add(pointer(unfit), wantsText ? Json.NOT_A_STRING : Json.WRONG_FORM);
            }
            if (!found.isEmpty()) {
                throw Problem.malformed(List.copyOf(found));
            }
            if (cause instanceof JsonProcessingException unreadable) {
                throw Problem.unreadable(why(unreadable));
            }
            throw e;
        } finally {
            FOUND.remove();
        }
    }
}
