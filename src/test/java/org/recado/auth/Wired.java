package org.recado.auth;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.util.TypeLiteral;
import jakarta.persistence.EntityManagerFactory;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.recado.channel.Person;
import org.recado.id.UserId;
import org.recado.platform.Database;

/** The accounts and sessions on the tests' PostgreSQL, wired without a container; time goes on when the test says so. */
final class Wired implements AutoCloseable {

    static final String PASSWORD = "correct horse";
    static final int TOKEN_TTL_S = 900;
    static final int REFRESH_TTL_S = 86_400;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    final EntityManagerFactory database = Database.of(Account.class, Session.class, RefreshToken.class, Person.class);
    final List<UUID> revoked = new ArrayList<>();
    final Accounts accounts = new Accounts();
    final Sessions sessions = new Sessions();
    final Tokens tokens = new Tokens();
    final SessionRows sessionRows;
    final Revocations revocations;
    private final AccountRows accountRows;
    private volatile Instant now;

    Wired() throws ReflectiveOperationException {
        this(Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    /** At this time, which is another node's as well. */
    Wired(Instant begin) throws ReflectiveOperationException {
        now = begin;
        var transactions = new InTransactions(database);
        var clock = new StoreClock() {
            @Override
            Instant now() {
                return now;
            }
        };
        sessionRows = transactions.of(SessionRows.class);
        sessionRows.em = transactions.em();
        sessionRows.clock = clock;
        sessionRows.tokenTtlSeconds = TOKEN_TTL_S;
        sessionRows.refreshTtlSeconds = REFRESH_TTL_S;
        accountRows = transactions.of(AccountRows.class);
        accountRows.em = transactions.em();
        accountRows.clock = clock;
        accountRows.sessions = sessionRows;
        revocations = node();
        tokens.secret = SECRET;
        tokens.ttlSeconds = TOKEN_TTL_S;
        tokens.revocations = revocations;
        tokens.start();
        accounts.rows = accountRows;
        accounts.clock = clock;
        accounts.strangers = new Strangers();
        accounts.revocations = revocations;
        sessions.rows = sessionRows;
        sessions.tokens = tokens;
        sessions.revocations = revocations;
    }

    /** What another node knows of the sessions that have ended. */
    Revocations node() {
        var node = new Revocations();
        node.rows = sessionRows;
        node.event = new Heard();
        return node;
    }

    private final class Heard implements Event<Revoked> {
        @Override
        public void fire(Revoked event) {
            revoked.addAll(event.sessions());
        }

        @Override
        public <U extends Revoked> CompletionStage<U> fireAsync(U event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Revoked> CompletionStage<U> fireAsync(U event, NotificationOptions options) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Event<Revoked> select(Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Revoked> Event<U> select(Class<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <U extends Revoked> Event<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
            throw new UnsupportedOperationException();
        }
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Instant now() {
        return now;
    }

    /** Someone new with an account and {@link #PASSWORD}. */
    UserId someone() {
        var user = stranger();
        try (var em = database.createEntityManager()) {
            em.getTransaction().begin();
            em.persist(new Person(user, "Someone", now));
            em.getTransaction().commit();
        }
        accounts.register(user, PASSWORD, false);
        return user;
    }

    void nobodyIsOperator() {
        try (var em = database.createEntityManager()) {
            em.getTransaction().begin();
            em.createQuery("update Account a set a.operator = false").executeUpdate();
            em.getTransaction().commit();
        }
    }

    static UserId stranger() {
        return new UserId("u-" + UUID.randomUUID());
    }

    /** What they get for the right password; empty where they may not come in. */
    Optional<Pass> signIn(UserId user) {
        return sessions.begin((Attempt.Right) accounts.attempt(user, PASSWORD));
    }

    Pass signedIn() {
        return signIn(someone()).orElseThrow();
    }

    static UUID session(Pass pass) {
        return pass.caller().session().orElseThrow();
    }

    boolean isGood(Pass pass) {
        return tokens.verify(pass.access().token()).caller().isPresent();
    }

    long count(String table, String where, Object value) {
        try (var em = database.createEntityManager()) {
            return ((Number) em.createNativeQuery("select count(*) from " + table + " where " + where + " = :value")
                            .setParameter("value", value)
                            .getSingleResult())
                    .longValue();
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
