package org.recado.channel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** That someone is in a channel, as what, and how far they have been told and have read. */
@Entity
@IdClass(Membership.Key.class)
public class Membership {

    /** Who and where. */
    public record Key(String channelId, String userId) implements Serializable {}

    @Id
    @Column(name = "channel_id")
    String channelId;

    @Id
    @Column(name = "user_id")
    String userId;

    @Enumerated(EnumType.STRING)
    Role role;

    @Column(name = "joined_at")
    Instant joinedAt;

    @Column(name = "muted_until")
    Instant mutedUntil;

    // the ledger moves the cursors by a statement of its own, so a change of the role never writes them
    @Column(name = "read_seq", updatable = false)
    long readSeq;

    @Column(name = "delivered_seq", updatable = false)
    long deliveredSeq;

    protected Membership() {}

    public Membership(ChannelId channel, UserId user, Role role, Instant joinedAt) {
        this.channelId = channel.value();
        this.userId = user.value();
        this.role = role;
        this.joinedAt = joinedAt;
    }

    public ChannelId channel() {
        return new ChannelId(channelId);
    }

    public UserId user() {
        return new UserId(userId);
    }

    public Role role() {
        return role;
    }

    public Instant joinedAt() {
        return joinedAt;
    }

    public long readSeq() {
        return readSeq;
    }

    /** How far their connections have been told. */
    public long deliveredSeq() {
        return deliveredSeq;
    }

    /** How much of a channel that has come to {@code lastSeq} they have not read; the one rule for every badge. */
    public long unread(long lastSeq) {
        return unread(lastSeq, readSeq);
    }

    /** The same where there is no membership at hand. */
    public static long unread(long lastSeq, long readSeq) {
        return Math.max(0, lastSeq - readSeq);
    }

    /** When the member may write again, where that is still to come. */
    public Optional<Instant> mutedAt(Instant now) {
        return Optional.ofNullable(mutedUntil).filter(until -> until.isAfter(now));
    }

    /** Until when the member may not write; empty where they may. */
    public void mute(Optional<Instant> until) {
        mutedUntil = until.orElse(null);
    }

    public void become(Role newRole) {
        role = newRole;
    }

    /** Takes over what {@code before}, another role of the same member, has come to. */
    public void goOnAs(Membership before) {
        reach(before.readSeq, before.deliveredSeq);
        mutedUntil = before.mutedUntil;
    }

    /** Moves the cursors of this object forward, never back; the ledger sees to the row. Reading implies delivered. */
    public void reach(long read, long delivered) {
        readSeq = Math.max(readSeq, read);
        deliveredSeq = Math.max(Math.max(deliveredSeq, delivered), readSeq);
    }
}
