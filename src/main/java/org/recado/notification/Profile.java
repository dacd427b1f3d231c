package org.recado.notification;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.recado.id.UserId;

/** What someone wants to be told, in channels of which they have said nothing else. */
@Entity
@Table(name = "notification_profile")
public class Profile {

    @Id
    @Column(name = "user_id")
    String userId;

    @Enumerated(EnumType.STRING)
    Level level;

    @Column(name = "quiet_from")
    LocalTime quietFrom;

    @Column(name = "quiet_to")
    LocalTime quietTo;

    String zone;

    @Column(name = "while_online")
    boolean whileOnline;

    protected Profile() {}

    /**
     * @param level empty is as the installation says
     * @param whileOnline whether their devices are told although a client of theirs has been
     */
    public Profile(UserId user, Optional<Level> level, Optional<Quiet> quiet, boolean whileOnline) {
        this.userId = user.value();
        this.level = level.orElse(null);
        this.quietFrom = quiet.map(Quiet::from).orElse(null);
        this.quietTo = quiet.map(Quiet::to).orElse(null);
        this.zone = quiet.map(q -> q.zone().getId()).orElse(null);
        this.whileOnline = whileOnline;
    }

    public Optional<Level> level() {
        return Optional.ofNullable(level);
    }

    public Optional<Quiet> quiet() {
        return Optional.ofNullable(zone).map(z -> new Quiet(quietFrom, quietTo, ZoneId.of(z)));
    }

    public boolean whileOnline() {
        return whileOnline;
    }
}
