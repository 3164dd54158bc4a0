package se.tertial.report.replica;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.hibernate.Session;

/** How far the topics have been read into what reports are composed from, by all instances together. */
@ApplicationScoped
public class ReadSoFar {

    private final EntityManager entityManager;

    @Inject
    ReadSoFar(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Of each partition the offset that is read next. */
    public Map<TopicPartition, Long> next() {
        Map<TopicPartition, Long> next = new HashMap<>();
        entityManager
                .unwrap(Session.class)
                .createNativeQuery(
                        """
                        select topic, partition, next_offset from consumed_partition
                        where generation = (select generation from generation where state = 'CURRENT')
                        """,
                        Object[].class)
                .getResultList()
                .forEach(row -> next.put(
                        new TopicPartition((String) row[0], ((Number) row[1]).intValue()),
                        ((Number) row[2]).longValue()));
        return next;
    }
}
