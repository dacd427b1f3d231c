package org.recado.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.recado.id.UserId;

/** A built-in account: how one of our people signs in. */
@Entity
class Account {

    // no password has it
    private static final String ERASED = "";

    @Id
    @Column(name = "user_id")
    String userId;

    @Column(name = "password_hash")
    String passwordHash;

    boolean operator;

    @Column(name = "closed_at")
    Instant closedAt;

    int failures;

    @Column(name = "blocked_until")
    Instant blockedUntil;

    protected Account() {}

    Caller caller(Session session) {
        return new Caller(new UserId(userId), operator ? Set.of(Caller.OPERATOR) : Set.of(), Optional.of(session.id));
    }

    /** Nobody signs in with it any more, and nobody opens it again. */
    void erase(Instant now) {
        passwordHash = ERASED;
        operator = false;
        closedAt = now;
    }

    boolean isErased() {
        return passwordHash.equals(ERASED);
    }

    boolean isClosed() {
        return closedAt != null;
    }

    /** How long no password is looked at. */
    Optional<Duration> blocked(Instant now) {
        return Optional.ofNullable(blockedUntil)
                .filter(until -> until.isAfter(now))
                .map(until -> Duration.between(now, until));
    }

    /** Counts an attempt as a wrong one, until it is known to be right. */
    void charge(Instant now) {
        failures++;
        blockedUntil = now.plus(Lockout.after(failures));
    }

    void pardon() {
        failures = 0;
        blockedUntil = null;
    }
}
