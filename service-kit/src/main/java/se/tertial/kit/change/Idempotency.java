package se.tertial.kit.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import se.tertial.kit.access.Caller;
import se.tertial.kit.admission.Tenant;
import se.tertial.kit.database.Outcome;
import se.tertial.kit.problem.Problem;
import se.tertial.kit.problem.Violation;
import se.tertial.language.Message;

/**
 * Does once what a POST asks, however often it is sent: who repeats it with the same {@code Idempotency-Key} within a week gets
 * the first answer again, after a restart and from every instance too. What was refused is not remembered, nor more than the
 * last thousand answers of a caller, nor more of a municipality than its share.
 *
 * <p>Of two that arrive at once at one instance the second waits for the first before it is here, with no connection
 * ({@code KeyTurn}); at another instance it is told to come back.
 */
@ApplicationScoped
public class Idempotency {

    /** The header that carries the key. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,200}");
    private static final Duration REMEMBERED = Duration.ofDays(7);

    /** Of one caller: who asks for more in a week has the oldest forgotten. */
    private static final int MOST_REMEMBERED = 1_000;

    /** Of one municipality, whoever they were given to. One that publishes a thousand reports in a week does not meet it. */
    static final int MOST_OF_A_MUNICIPALITY = 5_000;

    /** As they are stored, with what was asked: some 5 000 of them take half of it. */
    static final long MOST_BYTES_OF_A_MUNICIPALITY = 16 * 1024 * 1024L;

    /** More than one request adds, so that they become fewer. */
    private static final int MOST_FORGOTTEN = 20;

    private final EntityManager entityManager;
    private final ObjectMapper json;
    private final Clock clock;
    private final Caller caller;
    private final CurrentVertxRequest request;
    private final Tenant tenant;
    private final Outcome outcome;

    @Inject
    Idempotency(
            EntityManager entityManager,
            ObjectMapper json,
            Clock clock,
            Caller caller,
            CurrentVertxRequest request,
            Tenant tenant,
            Outcome outcome) {
        this.entityManager = entityManager;
        this.json = json;
        this.clock = clock;
        this.caller = caller;
        this.request = request;
        this.tenant = tenant;
        this.outcome = outcome;
    }

    /**
     * Performs the act, unless it was performed for this key.
     *
     * @param asked what is asked beside the address: the body, or an empty text
     * @param act within the same transaction; its answer has a JSON body
     * @throws Problem 400 if the key cannot be one, 422 if it was used for something else, 503 if another instance performs it
     */
    @Transactional
    public Response perform(String asked, Supplier<Response> act) {
        String key = key();
        if (key == null) {
            return act.get();
        }
        takeTurn(key);
        Answered answered = answered(key, asked);
        if (answered != null) {
            return answered.response();
        }
        Response response = act.get();
        remember(key, fingerprint(asked), response);
        return response;
    }

    /**
     * The answer that was given before, for who asks before the act is prepared; null if it is not performed yet, or performed just now.
     *
     * @param asked as in {@link #perform}
     * @throws Problem 400 if the key cannot be one, 422 if it was used for something else
     */
    @Transactional
    public @Nullable Response answered(String asked) {
        outcome.onlyReads();
        String key = key();
        Answered answered = key == null ? null : answered(key, asked);
        return answered == null ? null : answered.response();
    }

    private @Nullable String key() {
        String key = request.getCurrent().request().getHeader(HEADER);
        if (key != null && !KEY.matcher(key).matches()) {
            throw Problem.malformed(List.of(new Violation(
                    HEADER, "header", Message.of("A key is 8–200 printable characters, such as a UUID."))));
        }
        return key;
    }

    private String fingerprint(String asked) {
        var http = request.getCurrent().request();
        return http.method() + " " + http.path() + "\n" + asked;
    }

    private record Answered(String fingerprint, int status, @Nullable String location, String body) {

        Response response() {
            Response.ResponseBuilder response = Response.status(status)
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(body);
            return location == null
                    ? response.build()
                    : response.location(URI.create(location)).build();
        }
    }

    /** Of several instances one performs it; nobody waits for that with a connection. */
    private void takeTurn(String key) {
        boolean isOurs = (Boolean) entityManager
                .createNativeQuery("select pg_try_advisory_xact_lock(hashtextextended(:key, 2))", Boolean.class)
                .setParameter("key", caller.name() + "\n" + key)
                .getSingleResult();
        if (!isOurs) {
            throw Problem.underWay();
        }
    }

    private @Nullable Answered answered(String key, String asked) {
        Answered answered = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select fingerprint, status, location, body from answered_request
                        where caller = :caller and key = :key and answered_at > :oldest
                        """,
                        Object[].class)
                .setParameter("caller", caller.name())
                .setParameter("key", key)
                .setParameter("oldest", clock.instant().minus(REMEMBERED))
                .getResultStream()
                .map(columns -> new Answered(
                        (String) columns[0], ((Number) columns[1]).intValue(), (String) columns[2], (String)
                                columns[3]))
                .findFirst()
                .orElse(null);
        if (answered != null && !answered.fingerprint().equals(fingerprint(asked))) {
            throw Problem.invalid(List.of(new Violation(
                    HEADER, "header", Message.of("This key was used for another request; take a new one."))));
        }
        return answered;
    }

    private void remember(String key, String fingerprint, Response response) {
        forgetOld();
        entityManager
                .createNativeQuery(
                        """
                        insert into answered_request (caller, key, fingerprint, status, location, body, answered_at, municipality_id)
                        values (:caller, :key, :fingerprint, :status, :location, :body, :at, :municipality)
                        """)
                .setParameter("municipality", tenant.municipalityId())
                .setParameter("caller", caller.name())
                .setParameter("key", key)
                .setParameter("fingerprint", fingerprint)
                .setParameter("status", response.getStatus())
                .setParameter(
                        "location",
                        response.getLocation() == null
                                ? null
                                : response.getLocation().toString())
                .setParameter("body", body(response))
                .setParameter("at", clock.instant())
                .executeUpdate();
    }

    /** What is too old, and what is more than a caller or a municipality may have remembered; no more at once than is done quickly. */
    private void forgetOld() {
        entityManager
                .createNativeQuery(
                        """
                        delete from answered_request where (caller, key) in (
                            select caller, key from answered_request where (caller, key) in (
                            (select caller, key from answered_request where answered_at <= :oldest
                             order by answered_at limit :most)
                            union
                            (select caller, key from answered_request where caller = :caller
                             order by answered_at desc offset :remembered limit :most)
                            union
                            (select caller, key from (
                                select caller, key, answered_at, row_number() over newest as place, sum(bytes) over newest as taken
                                from answered_request where municipality_id = :municipality
                                window newest as (order by answered_at desc rows unbounded preceding)) as ofAll
                             where place >= :mostOfAll or taken > :mostBytes
                             order by answered_at limit :most))
                            for update skip locked)
                        """)
                .setParameter("municipality", tenant.municipalityId())
                .setParameter("mostOfAll", MOST_OF_A_MUNICIPALITY)
                .setParameter("mostBytes", MOST_BYTES_OF_A_MUNICIPALITY)
                .setParameter("oldest", clock.instant().minus(REMEMBERED))
                .setParameter("caller", caller.name())
                .setParameter("remembered", MOST_REMEMBERED - 1)
                .setParameter("most", MOST_FORGOTTEN)
                .executeUpdate();
    }

    private String body(Response response) {
        try {
            return json.writeValueAsString(response.getEntity());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
