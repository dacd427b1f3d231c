package org.recado.notification;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.recado.auth.InTransactions;
import org.recado.channel.Channel;
import org.recado.channel.Kind;
import org.recado.channel.Membership;
import org.recado.channel.Person;
import org.recado.channel.Role;
import org.recado.event.Event;
import org.recado.event.Event.MessageCreated;
import org.recado.event.EventPublisher;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.notification.Notifications.Lookup;
import org.recado.notification.Span.Place;
import org.recado.platform.Database;
import org.recado.platform.Outside;

/** A channel of its own with its members, and the outbox on the tests' PostgreSQL, wired without a container. */
final class Stage implements AutoCloseable {

    final ChannelId channel = new ChannelId("n-" + UUID.randomUUID());
    final List<Event> told = Collections.synchronizedList(new ArrayList<>());
    final Planner planner;
    final Settling settling = new Settling();
    final SettlingRows settlingRows;
    final Deliveries deliveries;
    final Notifications notifications;
    final Preferences preferences;
    final Addresses addresses;
    /** The ways that are configured. */
    final Set<String> on = new TreeSet<>(Set.of("PUSH", "WEBHOOK", "EMAIL"));

    boolean brokerIsAway;

    private final EntityManagerFactory database =
            Database.of(Channel.class, Membership.class, Person.class, Address.class, Preference.class, Profile.class);
    private long seq;

    Stage(Kind kind) throws ReflectiveOperationException {
        var transactions = new InTransactions(database);
        planner = transactions.of(Planner.class);
        planner.em = transactions.em();
        planner.publisher = new Collecting();
        planner.ways = new Ways() {
            @Override
            String[] names() {
                return on.toArray(String[]::new);
            }
        };
        planner.defaultLevel = "all";
        planner.delayMs = 0;
        planner.start();
        settlingRows = transactions.of(SettlingRows.class);
        settlingRows.em = transactions.em();
        settlingRows.publisher = planner.publisher;
        settlingRows.ways = planner.ways;
        settlingRows.digestAfterSeconds = 0;
        settling.rows = settlingRows;
        settling.meters = Outside.METERS;
        deliveries = transactions.of(Deliveries.class);
        deliveries.em = transactions.em();
        notifications = transactions.of(Notifications.class);
        notifications.em = transactions.em();
        preferences = transactions.of(Preferences.class);
        preferences.em = transactions.em();
        addresses = transactions.of(Addresses.class);
        addresses.em = transactions.em();
        run("delete from notification_delivery");
        run("delete from notification");
        inTransaction(em -> {
            em.persist(new Channel(channel, new ChannelName("n"), kind, Instant.now()));
            return kind;
        });
    }

    private final class Collecting extends EventPublisher {
        @Override
        public CompletableFuture<Void> publish(List<Told> events, List<Direct> direct) {
            if (brokerIsAway) {
                throw new IllegalStateException("away");
            }
            events.forEach(t -> told.add(t.event()));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void await(CompletableFuture<Void> confirmed) {
            confirmed.join();
        }
    }

    <T> T inTransaction(Function<EntityManager, T> work) {
        try (var em = database.createEntityManager()) {
            em.getTransaction().begin();
            var result = work.apply(em);
            em.getTransaction().commit();
            return result;
        }
    }

    void run(String sql, Object... values) {
        inTransaction(em -> {
            var query = em.createNativeQuery(sql);
            for (var i = 0; i < values.length; i++) {
                query.setParameter(i + 1, values[i]);
            }
            return query.executeUpdate();
        });
    }

    @SuppressWarnings("unchecked")
    <T> List<T> all(String sql) {
        return inTransaction(em -> (List<T>) em.createNativeQuery(sql).getResultList());
    }

    /** Someone new who is in the channel. */
    UserId member(String name, Role role) {
        var user = new UserId(name.toLowerCase(Locale.ROOT).replace(' ', '-') + "-" + UUID.randomUUID());
        inTransaction(em -> {
            em.persist(new Person(user, name, Instant.now()));
            em.persist(new Membership(channel, user, role, Instant.now().minusSeconds(60)));
            return user;
        });
        return user;
    }

    UserId member(String name) {
        return member(name, Role.MEMBER);
    }

    /** What comes next in the channel; it is planned by {@link #plan}. */
    MessageCreated said(UserId sender, String text) {
        return new MessageCreated(
                channel,
                ++seq,
                new MessageId(UUID.randomUUID()),
                Optional.empty(),
                sender,
                text,
                Instant.now(),
                Instant.now());
    }

    Planner.Plan plan(MessageCreated... said) {
        var batch = Said.of(List.of(said));
        var all = planner.plan(batch, Place.START);
        while (all.next().isPresent()) {
            var part = planner.plan(batch, all.next().get());
            all = new Planner.Plan(all.planned() + part.planned(), all.suppressed() + part.suppressed(), part.next());
        }
        return all;
    }

    void hasRead(UserId user, long upTo) {
        cursor("read_seq", user, upTo);
    }

    void wasTold(UserId user, long upTo) {
        cursor("delivered_seq", user, upTo);
    }

    private void cursor(String column, UserId user, long upTo) {
        run(
                "update membership set " + column + " = ?1 where channel_id = ?2 and user_id = ?3",
                upTo,
                channel.value(),
                user.value());
    }

    void wants(UserId user, Level level) {
        preferences.put(new Preference(channel, user, Optional.of(level), Optional.empty()));
    }

    /** An address of theirs that is used. */
    Address address(UserId user, Way.Name way) {
        return addresses.add(Address.of(user, way, "at-" + UUID.randomUUID(), "secret", "label")
                .confirmed());
    }

    /** What the outbox has of someone, oldest first. */
    List<Notification> of(UserId user) {
        var page = new ArrayList<>(notifications.page(Lookup.of(user), Optional.empty(), 100));
        Collections.reverse(page);
        return page;
    }

    @Override
    public void close() {
        database.close();
    }
}
