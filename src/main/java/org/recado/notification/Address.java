package org.recado.notification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** Where someone is told, or where a channel's messages are told. */
@Entity
@Table(name = "notification_address")
public class Address {

    @Id
    UUID id;

    @Enumerated(EnumType.STRING)
    Way.Name way;

    @Column(name = "user_id")
    String userId;

    @Column(name = "channel_id")
    String channelId;

    String address;

    String secret;

    String label;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "confirmed_at")
    Instant confirmedAt;

    @Column(name = "gone_at")
    Instant goneAt;

    protected Address() {}

    private Address(Way.Name way, String address, String secret, String label, UserId createdBy) {
        this.id = UUID.randomUUID();
        this.way = way;
        this.address = address;
        this.secret = secret;
        this.label = label;
        this.createdBy = createdBy.value();
        this.createdAt = Instant.now();
    }

    /** One of a user's own; not used until it is confirmed. */
    public static Address of(UserId user, Way.Name way, String address, String secret, String label) {
        var made = new Address(way, address, secret, label, user);
        made.userId = user.value();
        return made;
    }

    /** One that is told of everything that is said in a channel; not used until it is confirmed. */
    public static Address of(
            ChannelId channel, Way.Name way, String address, String secret, String label, UserId createdBy) {
        var made = new Address(way, address, secret, label, createdBy);
        made.channelId = channel.value();
        return made;
    }

    /** The same address, to be used from now on. */
    public Address confirmed() {
        confirmedAt = Instant.now();
        goneAt = null;
        return this;
    }

    public UUID id() {
        return id;
    }

    public Way.Name way() {
        return way;
    }

    public Optional<UserId> user() {
        return Optional.ofNullable(userId).map(UserId::new);
    }

    public Optional<ChannelId> channel() {
        return Optional.ofNullable(channelId).map(ChannelId::new);
    }

    public String address() {
        return address;
    }

    public String secret() {
        return secret;
    }

    public String label() {
        return label;
    }

    public UserId createdBy() {
        return new UserId(createdBy);
    }

    public Instant createdAt() {
        return createdAt;
    }

    public boolean isConfirmed() {
        return confirmedAt != null;
    }

    /** When the other side said that it is no more. */
    public Optional<Instant> goneAt() {
        return Optional.ofNullable(goneAt);
    }
}
