package org.recado.notification.email;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.UserId;
import org.recado.notification.Way.Answer;

/** The mails that ask whether an address is its user's: each is claimed by one node at a time and tried for a day. */
@ApplicationScoped
@Transactional
public class Confirmations {

    private static final String ADD = """
            insert into email_confirmation (address_id, attempts, created_at, next_at) values (:id, 0, now(), now())
            on conflict (address_id) do update set attempts = 0, created_at = now(), next_at = now()""";

    private static final String CLAIM = """
            with due as (select address_id from email_confirmation where next_at <= now()
                order by least(attempts, 1), next_at limit 1 for update skip locked)
            update email_confirmation c set attempts = attempts + 1, next_at = now() + interval '1 minute'
            from due join notification_address a on a.id = due.address_id where c.address_id = due.address_id
            returning c.address_id, a.address, a.user_id, c.attempts, cast(extract(epoch from c.created_at) * 1000000 as bigint)""";

    private static final String AGAIN = """
            update email_confirmation set next_at = now() + least(interval '5 seconds' * power(2, attempts - 1), interval '1 hour')
            where address_id = :id and attempts = :attempts and created_at > now() - interval '1 day'""";

    // asked again meanwhile: that mail is still to come
    private static final String END = "delete from email_confirmation where address_id = :id and attempts = :attempts";

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** @param askedAt tells one asking from a later one */
    record Question(UUID address, EmailAddress to, UserId user, int attempts, long askedAt) {}

    void add(UUID address) {
        em.createNativeQuery(ADD).setParameter("id", address).executeUpdate();
    }

    /** Takes one that is due for this node, for a minute. */
    @SuppressWarnings("unchecked")
    Optional<Question> claim() {
        List<Object[]> rows = em.createNativeQuery(CLAIM).getResultList();
        return rows.stream()
                .findFirst()
                .map(row -> new Question(
                        (UUID) row[0],
                        new EmailAddress((String) row[1]),
                        new UserId((String) row[2]),
                        ((Number) row[3]).intValue(),
                        ((Number) row[4]).longValue()));
    }

    /** Writes down how it went; of an address that takes nothing its user sees so. */
    void settle(Question question, Answer answer) {
        if (answer instanceof Answer.Later && update(AGAIN, question) > 0) {
            return;
        }
        if (update(END, question) > 0 && !(answer instanceof Answer.Sent)) {
            em.createNativeQuery("update notification_address set gone_at = now() where id = :id")
                    .setParameter("id", question.address())
                    .executeUpdate();
        }
    }

    private int update(String statement, Question question) {
        return em.createNativeQuery(statement)
                .setParameter("id", question.address())
                .setParameter("attempts", question.attempts())
                .executeUpdate();
    }
}
