package org.recado.channel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.time.Instant;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** What a moderator has laid on someone in one channel; it outlives their membership. */
@Entity
@IdClass(Membership.Key.class)
public class Sanction {

    @Id
    @Column(name = "channel_id")
    String channelId;

    @Id
    @Column(name = "user_id")
    String userId;

    boolean banned;

    @Column(name = "muted_until")
    Instant mutedUntil;

    protected Sanction() {}

    public Sanction(ChannelId channel, UserId user) {
        this.channelId = channel.value();
        this.userId = user.value();
    }

    public ChannelId channel() {
        return new ChannelId(channelId);
    }

    public UserId user() {
        return new UserId(userId);
    }

    /** Whether they may not come in. */
    public boolean isBanned() {
        return banned;
    }

    public void ban(boolean isBanned) {
        banned = isBanned;
    }

    public Optional<Instant> mutedUntil() {
        return Optional.ofNullable(mutedUntil);
    }

    public void mute(Optional<Instant> until) {
        mutedUntil = until.orElse(null);
    }
}
