package org.recado.notification;

import java.time.Instant;
import java.util.Optional;
import org.recado.event.Event.MemberNotified;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * A planned notification whose time has come, and how things are with its member now.
 *
 * @param readSeq empty where they are not in the channel any more
 * @param isDeleted whether it is about one message, and that is deleted
 */
record Due(
        long id,
        UserId user,
        ChannelId channel,
        long seq,
        long lastSeq,
        int messages,
        boolean mention,
        UserId sender,
        Instant plannedAt,
        Instant dueAt,
        Optional<Long> readSeq,
        boolean isMuted,
        boolean isDeleted,
        Optional<Quiet> quiet) {

    /** Why its member is not told; empty where they are. */
    Optional<Why> suppressedAt(Instant now) {
        if (readSeq.isEmpty()) {
            return Optional.of(Why.LEFT);
        } else if (readSeq.get() >= lastSeq) {
            return Optional.of(Why.READ);
        } else if (isDeleted) {
            return Optional.of(Why.DELETED);
        } else if (isMuted) {
            return Optional.of(Why.MUTED);
        }
        return quiet.filter(q -> q.isAt(now)).map(q -> Why.QUIET);
    }

    MemberNotified event() {
        return new MemberNotified(user, Long.toString(id), channel, seq, lastSeq, messages, mention, sender, plannedAt);
    }
}
