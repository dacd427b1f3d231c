package org.recado.channel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.io.Serializable;
import java.time.Instant;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** That someone is in a channel, as what, and how far they have read. */
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

    @Column(name = "read_seq")
    long readSeq;

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

    public void become(Role newRole) {
        role = newRole;
    }

    /** Moves the cursor forward, never back. */
    public void readUpTo(long seq) {
        readSeq = Math.max(readSeq, seq);
    }
}
