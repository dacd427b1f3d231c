package org.recado.channel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.recado.id.UserId;

/** Someone who can be in channels. An account is something else: a person may sign in elsewhere, or never. */
@Entity
public class Person {

    @Id
    String id;

    String name;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "erased_at")
    Instant erasedAt;

    protected Person() {}

    public Person(UserId id, String name, Instant createdAt) {
        this.id = id.value();
        this.name = name;
        this.createdAt = createdAt;
    }

    public UserId id() {
        return new UserId(id);
    }

    public String name() {
        return name;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Whether they have been erased: their id stays theirs, and nobody can be them any more. */
    public boolean isErased() {
        return erasedAt != null;
    }
}
