package se.tertial.report.delivery;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.hibernate.Session;
import se.tertial.kit.access.Caller;
import se.tertial.kit.access.Scope;
import se.tertial.kit.journal.Journal;
import se.tertial.kit.journal.Unpublished;
import se.tertial.kit.period.ReportingPeriod;
import se.tertial.kit.problem.Problem;
import se.tertial.language.Message;
import se.tertial.report.reports.Reports;

/**
 * Links that open a draft once. A link is good for a minute, for one report, and for whoever has it; it is kept in the database, as a
 * digest, so that every instance knows it and no copy of the database opens anything. The database's clock counts.
 */
@ApplicationScoped
class DraftLinks implements Unpublished {

    /** How long a link can be opened. */
    static final Duration LIFETIME = Duration.ofMinutes(1);

    /** How many links of a municipality, and of one of its people, are made in a {@link #LIFETIME}. */
    private static final int MOST = 60;

    private static final int MOST_OF_ONE = 10;

    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    private static final String OPEN =
            """
            digest = :digest and municipality_id = :municipality and administration_id = :administration
            and period = :period and opened_at is null and made_at > clock_timestamp() - interval '1 minute'
            """;

    private final EntityManager entityManager;
    private final Reports reports;
    private final Journal journal;
    private final Caller caller;
    private final ObjectMapper json;
    private final SecureRandom random = new SecureRandom();

    @Inject
    DraftLinks(EntityManager entityManager, Reports reports, Journal journal, Caller caller, ObjectMapper json) {
        this.entityManager = entityManager;
        this.reports = reports;
        this.journal = journal;
        this.caller = caller;
        this.json = json;
    }

    /** A link that was made: its secret, which is told once and kept nowhere, and until when it can be used. */
    record Made(String secret, Instant expiresAt) {}

    @Override
    public String topic() {
        return "report.draft-link.v1";
    }

    /**
     * Makes a link, and says so in the audit trail.
     *
     * @throws Problem 404 if there is no report of the period, 429 if many were made within a minute
     */
    @Transactional
    Made make(Scope scope, ReportingPeriod period) {
        takeTurn(scope.municipalityId());
        if (reports.of(scope, period) == null) {
            throw Problem.notFound(Message.of("There is no “{0}” here.", period));
        }
        forgetOld(scope.municipalityId());
        requireFew(scope.municipalityId());
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant madeAt = entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        insert into draft_link (digest, municipality_id, administration_id, period, made_by)
                        values (:digest, :municipality, :administration, :period, :by)
                        returning made_at
                        """,
                        Instant.class)
                .setParameter("digest", digest(secret))
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", period.toString())
                .setParameter("by", caller.name())
                .getSingleResult();
        Instant expiresAt = madeAt.plus(LIFETIME);
        journal.takeTurn(scope);
        journal.note(
                topic(),
                scope,
                new Journal.Line(
                        journal.revisions(1).get(0),
                        period.toString(),
                        json.createObjectNode()
                                .put("period", period.toString())
                                .put("expiresAt", expiresAt.toString())
                                .toString(),
                        null));
        return new Made(secret, expiresAt);
    }

    /** Whether a text has the form of a link's secret. */
    static boolean isSecret(String text) {
        return SECRET.matcher(text).matches();
    }

    /** Whether a link opens this draft now. */
    @Transactional
    boolean opens(String secret, Scope scope, ReportingPeriod period) {
        return isSecret(secret)
                && !bound("select 1 from draft_link where " + OPEN, secret, scope, period)
                        .getResultList()
                        .isEmpty();
    }

    /** Uses a link up, and says whether nobody else had. */
    @Transactional
    boolean use(String secret, Scope scope, ReportingPeriod period) {
        return isSecret(secret)
                && bound("update draft_link set opened_at = clock_timestamp() where " + OPEN, secret, scope, period)
                                .executeUpdate()
                        == 1;
    }

    private Query bound(String sql, String secret, Scope scope, ReportingPeriod period) {
        return entityManager
                .createNativeQuery(sql)
                .setParameter("digest", digest(secret))
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .setParameter("period", period.toString());
    }

    /** Until the transaction ends, nobody else makes links in the municipality. */
    private void takeTurn(String municipalityId) {
        entityManager
                .createNativeQuery("select pg_advisory_xact_lock(hashtextextended(:municipality, 73))::text")
                .setParameter("municipality", municipalityId)
                .getSingleResult();
    }

    private void forgetOld(String municipalityId) {
        entityManager
                .createNativeQuery(
                        """
                        delete from draft_link
                        where municipality_id = :municipality and made_at <= clock_timestamp() - interval '1 minute'
                        """)
                .setParameter("municipality", municipalityId)
                .executeUpdate();
    }

    private void requireFew(String municipalityId) {
        Object[] counts = (Object[]) entityManager
                .createNativeQuery(
                        """
                        select count(*), count(*) filter (where made_by = :by) from draft_link
                        where municipality_id = :municipality
                        """)
                .setParameter("municipality", municipalityId)
                .setParameter("by", caller.name())
                .getSingleResult();
        if (((Number) counts[0]).intValue() >= MOST || ((Number) counts[1]).intValue() >= MOST_OF_ONE) {
            throw Problem.tooMany(Message.of(
                    "In a minute one person makes at most {0} links to drafts, and a municipality {1}.",
                    MOST_OF_ONE, MOST));
        }
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
