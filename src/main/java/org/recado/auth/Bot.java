package org.recado.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.recado.id.UserId;

/** A person who is a program: it has API keys, and neither an account nor a token of another issuer may speak for it. */
@Entity
public class Bot {

    @Id
    @Column(name = "user_id")
    String userId;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    protected Bot() {}

    Bot(UserId user, UserId createdBy) {
        this.userId = user.value();
        this.createdAt = Instant.now();
        this.createdBy = createdBy.value();
    }

    public UserId user() {
        return new UserId(userId);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public UserId createdBy() {
        return new UserId(createdBy);
    }
}
