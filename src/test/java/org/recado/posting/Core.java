package org.recado.posting;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.recado.audit.Audit;
import org.recado.audit.AuditRow;
import org.recado.audit.Audits;
import org.recado.channel.Channel;
import org.recado.channel.Kind;
import org.recado.channel.Membership;
import org.recado.channel.Person;
import org.recado.channel.Role;
import org.recado.channel.Sanction;
import org.recado.command.Texts;
import org.recado.deadletter.DeadLetter;
import org.recado.deadletter.Letters;
import org.recado.event.EventPublisher;
import org.recado.history.Histories;
import org.recado.history.History;
import org.recado.history.MessageArchive;
import org.recado.history.RecentMessages;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.UserId;
import org.recado.platform.Database;
import org.recado.platform.Gateways;
import org.recado.platform.Outside;
import org.recado.platform.trace.Tracing;
import org.recado.timeline.Recorder;

/** The core on the tests' stack, wired without a container; every store is a real one. */
final class Core {

    static final EntityManagerFactory LEDGER = ledgerDatabase();
    static final MessageArchive ARCHIVE = Histories.archive(Outside.mongo());
    static final RecentMessages RECENT = Histories.recent(Outside.redis());
    static final Audit AUDIT = Audits.on(LEDGER);
    static final History HISTORY = Histories.history(RECENT, ARCHIVE);

    private Core() {}

    private static EntityManagerFactory ledgerDatabase() {
        return Database.of(
                Channel.class,
                Membership.class,
                Person.class,
                Sanction.class,
                DeadLetter.class,
                AuditRow.class,
                MessageRow.class,
                PostedRow.class);
    }

    /** The ledger with its transaction, which {@code @Transactional} gives it in a container. */
    static final class TransactionalLedger extends Ledger {
        @Override
        Posted post(List<Asked> batch) {
            return inTransaction(em -> {
                this.em = em;
                return super.post(batch);
            });
        }
    }

    static <T> T inTransaction(Function<EntityManager, T> work) {
        try (var em = LEDGER.createEntityManager()) {
            var transaction = em.getTransaction();
            transaction.begin();
            try {
                var result = work.apply(em);
                transaction.commit();
                return result;
            } catch (RuntimeException e) {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
                throw e;
            }
        }
    }

    static Posting posting(EventPublisher publisher) {
        var posting = new Posting();
        posting.rules = rules();
        posting.gateways = new Gateways() {
            @Override
            public boolean areTrusted(Optional<String> publisher) {
                return true;
            }
        };
        posting.ledger = new TransactionalLedger();
        posting.ledger.node = Outside.NODE;
        posting.refusals = Audits.refusals(AUDIT);
        posting.archive = ARCHIVE;
        posting.recent = RECENT;
        posting.deadLetters = Letters.on(LEDGER);
        posting.publisher = publisher;
        posting.meters = Outside.METERS;
        posting.recorder = new Recorder();
        posting.tracing = new Tracing();
        return posting;
    }

    static Layout layout() {
        var layout = new Layout();
        layout.sql = Outside.sql(Outside.postgres());
        layout.topology = Outside.TOPOLOGY;
        return layout;
    }

    /** All the steps of one batch. */
    static void carry(Posting posting, List<Arrival> batch) {
        var decided = posting.decide(batch);
        posting.keep(decided);
        posting.tell(decided);
    }

    static MessageRules rules() {
        var rules = new MessageRules();
        rules.text = Texts.upTo(16_384);
        return rules;
    }

    static void persons(String... ids) {
        inTransaction(em -> {
            for (var id : ids) {
                if (em.find(Person.class, id) == null) {
                    em.persist(new Person(new UserId(id), id, Instant.now()));
                }
            }
            return ids;
        });
    }

    static void channel(ChannelId id, Kind kind, Map<String, Role> members) {
        inTransaction(em -> {
            em.persist(new Channel(id, new ChannelName("n"), kind, Instant.now()));
            members.forEach((user, role) -> em.persist(new Membership(id, new UserId(user), role, Instant.now())));
            return id;
        });
    }

    static long lastSeq(ChannelId id) {
        return inTransaction(em -> em.find(Channel.class, id.value()).lastSeq());
    }
}
