package org.recado.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.recado.id.UserId;

/** One letter that could not be carried out: read here, written by the statements of {@link DeadLetters}. */
@Entity
@Immutable
@Table(name = "dead_letter")
public class DeadLetter {

    /** What became of it. */
    public enum State {
        WAITING,
        REPLAYED,
        DISCARDED;

        /** The name on the wire, such as {@code waiting}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a list shows of a body at most. */
    static final int HEAD_BYTES = 65_536;

    @Id
    UUID id;

    @Column(name = "routing_key")
    String routingKey;

    byte[] properties;

    @Formula("substr(body, 1, " + HEAD_BYTES + ")")
    byte[] head;

    @Formula("octet_length(body)")
    int bodyBytes;

    String reason;

    String detail;

    @Column(name = "first_at")
    Instant firstAt;

    @Column(name = "last_at")
    Instant lastAt;

    int times;

    @Enumerated(EnumType.STRING)
    State state;

    @Column(name = "settled_at")
    Instant settledAt;

    @Column(name = "settled_by")
    String settledBy;

    String note;

    public UUID id() {
        return id;
    }

    /** By which it came the first time. */
    public String routingKey() {
        return routingKey;
    }

    /** As the sender gave them the first time it came. */
    public BasicProperties properties() {
        return PropertiesCodec.decode(properties);
    }

    /** The first 64 KiB of the body; {@link DeadLetters#body} has the whole. */
    public byte[] head() {
        return head.clone();
    }

    public int bodyBytes() {
        return bodyBytes;
    }

    public boolean isWhole() {
        return bodyBytes == head.length;
    }

    /** Why it could not be carried out the last time, by its name on the wire. */
    public String reason() {
        return reason;
    }

    public String detail() {
        return detail;
    }

    public Instant firstAt() {
        return firstAt;
    }

    public Instant lastAt() {
        return lastAt;
    }

    /** How often it came and could not be carried out. */
    public int times() {
        return times;
    }

    public State state() {
        return state;
    }

    /** When it was replayed or discarded the last time; it may wait again since. */
    public Optional<Instant> settledAt() {
        return Optional.ofNullable(settledAt);
    }

    public Optional<UserId> settledBy() {
        return Optional.ofNullable(settledBy).map(UserId::new);
    }

    /** Why it was discarded. */
    public Optional<String> note() {
        return Optional.ofNullable(note);
    }
}
