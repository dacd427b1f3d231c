package org.recado.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.UUID;

/** One sign-in, for as long as its refresh tokens go on. */
@Entity
public class Session {

    @Id
    UUID id;

    @Column(name = "user_id")
    String userId;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "used_at")
    Instant usedAt;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "tokens_until")
    Instant tokensUntil;

    @Column(name = "ended_at")
    Instant endedAt;

    protected Session() {}

    Session(String userId, Instant now) {
        this.id = UUID.randomUUID();
        this.userId = userId;
        this.createdAt = now;
    }

    public UUID id() {
        return id;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When a token of it was given out the last time. */
    public Instant usedAt() {
        return usedAt;
    }

    /** When it ends unless it is used before. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** A refresh token was given out that is good until {@code expires}, and an access token until {@code tokens}. */
    void used(Instant now, Instant expires, Instant tokens) {
        usedAt = now;
        tokensUntil = later(tokensUntil, tokens);
        expiresAt = later(expiresAt, later(expires, tokens));
    }

    // a setting may have become shorter since
    private static Instant later(Instant before, Instant now) {
        return before != null && before.isAfter(now) ? before : now;
    }

    Ended end(Instant now) {
        endedAt = now;
        return new Ended(id, tokensUntil);
    }
}
