package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.id.UserId;

/** The rows of the sessions and their refresh tokens. A session's lock is held by whatever changes it. */
@ApplicationScoped
@Transactional
public class SessionRows {

    /** A spent refresh token is taken again for so long: two tabs may use it at once, and an answer may be lost. */
    static final Duration GRACE = Duration.ofSeconds(10);

    /** The nodes' clocks, by which access tokens end, may be so far from PostgreSQL's. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    @Inject
    @ConfigProperty(name = "recado.auth.token-ttl-seconds")
    long tokenTtlSeconds;

    @Inject
    @ConfigProperty(name = "recado.auth.refresh-ttl-seconds")
    long refreshTtlSeconds;

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    StoreClock clock;

    /** A session's next access token is for this caller, and the one after it is to be had for this refresh token. */
    record Grant(Caller caller, String refreshToken, Instant refreshExpiresAt) {}

    /** What became of a refresh token: a grant, or the session that it ended because it was spent already; or neither. */
    record Use(Optional<Grant> grant, Optional<Ended> ended) {
        static final Use REFUSED = new Use(Optional.empty(), Optional.empty());
    }

    /** A new session; empty where the account is closed, or its password is another one by now. */
    Optional<Grant> begin(Attempt.Right right) {
        var account = em.find(Account.class, right.user().value(), LockModeType.PESSIMISTIC_WRITE);
        if (account == null || !account.passwordHash.equals(right.hash())) {
            return Optional.empty();
        }
        account.pardon();
        if (account.isClosed()) {
            return Optional.empty();
        }
        var session = new Session(account.userId, clock.now());
        return Optional.of(grant(account, session, session.createdAt));
    }

    /** Takes a refresh token, and gives its successor. */
    Use refresh(String token) {
        var digest = RefreshToken.digest(token);
        var session = locked(digest);
        if (session.isEmpty() || session.get().endedAt != null) {
            return Use.REFUSED;
        }
        var now = clock.now();
        var known = em.find(RefreshToken.class, digest);
        if (!known.expiresAt.isAfter(now)) {
            return Use.REFUSED;
        }
        if (known.isStale(now, GRACE)) {
            return new Use(Optional.empty(), Optional.of(session.get().end(now)));
        }
        known.spend(now);
        var account = em.find(Account.class, session.get().userId);
        return new Use(Optional.of(grant(account, session.get(), now)), Optional.empty());
    }

    // the token itself is read only once its session is locked
    private Optional<Session> locked(String digest) {
        return em.createQuery("""
                        select s from Session s where s.id =
                        (select r.sessionId from RefreshToken r where r.digest = :digest)""", Session.class)
                .setParameter("digest", digest)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .findFirst();
    }

    private Grant grant(Account account, Session session, Instant now) {
        var token = RefreshToken.random();
        var expires = now.plusSeconds(refreshTtlSeconds);
        session.used(now, expires, now.plusSeconds(tokenTtlSeconds).plus(CLOCKS));
        em.persist(session);
        // the token's row refers to it
        em.flush();
        em.persist(new RefreshToken(token, session.id, expires));
        return new Grant(account.caller(session), token, expires);
    }

    /** Someone's sessions that have not ended, the last used first. */
    List<Session> of(UserId user, int atMost) {
        return em.createQuery(
                        "select s from Session s where s.userId = :user and s.endedAt is null and s.expiresAt > :now"
                                + " order by s.usedAt desc, s.id",
                        Session.class)
                .setParameter("user", user.value())
                .setParameter("now", clock.now())
                .setMaxResults(atMost)
                .getResultList();
    }

    /** Ends one of someone's sessions; empty where it is not theirs, or has ended. */
    Optional<Ended> end(UserId user, UUID id) {
        return Optional.ofNullable(em.find(Session.class, id, LockModeType.PESSIMISTIC_WRITE))
                .filter(s -> s.userId.equals(user.value()) && s.endedAt == null)
                .map(s -> s.end(clock.now()));
    }

    /** Ends all sessions of someone, but one where it is given. */
    List<Ended> endAll(UserId user, Optional<UUID> except) {
        var now = clock.now();
        return em.createQuery(
                        "select s from Session s where s.userId = :user and s.endedAt is null and s.expiresAt > :now"
                                + " order by s.id",
                        Session.class)
                .setParameter("user", user.value())
                .setParameter("now", now)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultStream()
                .filter(s -> except.filter(s.id::equals).isEmpty())
                .map(s -> s.end(now))
                .toList();
    }

    /** What has ended, as of {@code at} by PostgreSQL's clock. */
    record Endings(Instant at, List<Ended> ended) {}

    /** The sessions that have ended since, and whose access tokens may still be good. */
    Endings endedSince(Instant since) {
        var now = clock.now();
        var ended = em.createQuery(
                        "select s from Session s where s.endedAt >= :since and s.tokensUntil > :now", Session.class)
                .setParameter("since", since)
                .setParameter("now", now)
                .getResultStream()
                .map(s -> new Ended(s.id, s.tokensUntil))
                .toList();
        return new Endings(now, ended);
    }

    /** Removes some of what is good for nothing any more; how many rows. Nodes that do so at once pass each other by. */
    int sweep(int atMost) {
        var now = clock.now();
        return remove("refresh_token", "digest", "expires_at < :now", now, atMost)
                + remove(
                        "session",
                        "id",
                        "expires_at < :now and not exists"
                                + " (select 1 from refresh_token r where r.session_id = session.id)",
                        now,
                        atMost);
    }

    private int remove(String table, String key, String condition, Instant now, int atMost) {
        return em.createNativeQuery("delete from " + table + " where " + key + " in (select " + key + " from " + table
                        + " where " + condition + " order by expires_at limit :most for update skip locked)")
                .setParameter("now", now)
                .setParameter("most", atMost)
                .executeUpdate();
    }
}
