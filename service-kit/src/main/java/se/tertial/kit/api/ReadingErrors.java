package se.tertial.kit.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;

/** Collects what is wrong in a body while it is read, and refuses the body with all of it. */
@Provider
public class ReadingErrors implements ReaderInterceptor {

    private static final int MOST = 100;
    private static final ThreadLocal<@Nullable List<Violation>> FOUND = new ThreadLocal<>();

    static boolean collecting() {
        return FOUND.get() != null;
    }

    static void add(String pointer, String message) {
        List<Violation> found = FOUND.get();
        if (found != null && found.size() < MOST) {
            found.add(Violation.inBody(pointer, message));
        }
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        List<Violation> found = new ArrayList<>();
        FOUND.set(found);
        try {
            Object body = context.proceed();
            if (!found.isEmpty()) {
                throw Problem.malformed(List.copyOf(found));
            }
            return body;
        } catch (IOException | WebApplicationException e) {
            if (!found.isEmpty()) {
                throw Problem.malformed(List.copyOf(found));
            }
            throw e;
        } finally {
            FOUND.remove();
        }
    }
}
