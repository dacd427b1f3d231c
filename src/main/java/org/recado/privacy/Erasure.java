package org.recado.privacy;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.UserId;

/** That someone is being erased, or has been. */
@Entity
public class Erasure {

    /** Before every message. */
    static final UUID NOTHING = new UUID(0, 0);

    @Id
    @Column(name = "user_id")
    String userId;

    @Column(name = "asked_by")
    String askedBy;

    @Column(name = "asked_at")
    Instant askedAt;

    UUID reached;

    long messages;

    long letters;

    @Column(name = "finished_at")
    Instant finishedAt;

    protected Erasure() {}

    Erasure(UserId user, UserId askedBy, Instant askedAt) {
        this.userId = user.value();
        this.askedBy = askedBy.value();
        this.askedAt = askedAt;
        this.reached = NOTHING;
    }

    public UserId user() {
        return new UserId(userId);
    }

    public UserId askedBy() {
        return new UserId(askedBy);
    }

    public Instant askedAt() {
        return askedAt;
    }

    /** How many of their messages have become deleted by it so far. */
    public long messages() {
        return messages;
    }

    /** How many dead letters were theirs, or named them. */
    public long letters() {
        return letters;
    }

    /** When the last of it was gone. */
    public Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }
}
