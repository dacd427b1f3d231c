package org.recado.notification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** What someone wants to be told of one channel. */
@Entity
@Table(name = "notification_preference")
@IdClass(Preference.Key.class)
public class Preference {

    /** Who and of what. */
    public record Key(String channelId, String userId) implements Serializable {}

    @Id
    @Column(name = "channel_id")
    String channelId;

    @Id
    @Column(name = "user_id")
    String userId;

    @Enumerated(EnumType.STRING)
    Level level;

    @Column(name = "muted_until")
    Instant mutedUntil;

    protected Preference() {}

    /**
     * @param level empty is as they want it everywhere
     * @param mutedUntil until when they want to hear nothing of it
     */
    public Preference(ChannelId channel, UserId user, Optional<Level> level, Optional<Instant> mutedUntil) {
        this.channelId = channel.value();
        this.userId = user.value();
        this.level = level.orElse(null);
        this.mutedUntil = mutedUntil.orElse(null);
    }

    public ChannelId channel() {
        return new ChannelId(channelId);
    }

    public Optional<Level> level() {
        return Optional.ofNullable(level);
    }

    public Optional<Instant> mutedUntil() {
        return Optional.ofNullable(mutedUntil);
    }
}
