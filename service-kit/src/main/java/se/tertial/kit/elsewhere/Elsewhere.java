package se.tertial.kit.elsewhere;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import se.tertial.kit.access.Scope;
import se.tertial.language.Language;
import se.tertial.language.Message;

/**
 * Tells what rows name and other services have not registered. It looks at this service's own copy of the registers and asks nobody; of a
 * register that it has not read to its end within the last minutes it says nothing.
 */
@ApplicationScoped
public class Elsewhere {

    /** The last part of the key of an administration, of which there is one in its scope. */
    private static final String ADMINISTRATION = "administration";

    private final EntityManager entityManager;
    private final ElsewhereConfig config;

    @Inject
    Elsewhere(EntityManager entityManager, ElsewhereConfig config) {
        this.entityManager = entityManager;
        this.config = config;
    }

    /**
     * Of an administration's rows, what is not registered: the administration itself, and what they name.
     *
     * @param language of who is told
     * @return the first hundred at most, in this order; empty if all is registered
     */
    public List<Warning> warnings(Scope scope, List<Named> namedByRows, Language language) {
        List<Named> named = new ArrayList<>();
        config.administrations()
                .ifPresent(register -> named.add(
                        new Named(register, ADMINISTRATION, scope.administrationId(), "administrationId", "path")));
        named.addAll(namedByRows);
        if (named.isEmpty()) {
            return List.of();
        }
        return unknown(scope, named).stream()
                .map(place -> named.get(place.intValue() - 1))
                .map(one -> new Warning(
                        Warning.Code.NOT_REGISTERED,
                        one.register(),
                        one.field(),
                        one.in(),
                        Message.of("As far as is known here, there is no “{0}” in {1}.", one.name(), one.service())
                                .in(language)))
                .toList();
    }

    /** The places, from 1, of those that are not registered. */
    private List<Long> unknown(Scope scope, List<Named> named) {
        return entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select place
                        from unnest(cast(:registers as text[]), cast(:keys as text[])) with ordinality as named (topic, row_key, place)
                        where topic in (select topic from read_elsewhere group by topic
                                        having bool_and(whole and followed_at > now() - interval '5 minutes'))
                          and not exists (select from known_elsewhere as known
                                          where known.topic = named.topic and known.row_key = named.row_key
                                            and known.municipality_id = :municipality
                                            and known.administration_id = :administration)
                        order by place
                        limit 100
                        """,
                        Long.class)
                .setParameter("registers", named.stream().map(Named::register).toArray(String[]::new))
                .setParameter("keys", named.stream().map(Named::key).toArray(String[]::new))
                .setParameter("municipality", scope.municipalityId())
                .setParameter("administration", scope.administrationId())
                .getResultList();
    }
}
