package org.recado.notification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * One of the outbox, as it is now.
 *
 * @param seq the first message it is about
 * @param lastSeq the newest
 * @param sender of the newest
 * @param reason why its member was not told, where they were not
 */
public record Notification(
        long id,
        UserId user,
        ChannelId channel,
        long seq,
        long lastSeq,
        int messages,
        boolean mention,
        UserId sender,
        State state,
        Optional<Why> reason,
        Instant plannedAt,
        Optional<Instant> settledAt,
        List<OnItsWay> deliveries) {

    /** How far it has come. */
    public enum State {
        /** It waits for the delay to pass. */
        PLANNED,
        /** Its member's open clients were told, and it is on the ways they have. */
        SENT,
        /** Its member is not told. */
        SUPPRESSED
    }

    /**
     * One of its deliveries.
     *
     * @param state WAITING, SENT, SUPPRESSED or FAILED
     * @param answer of the other side to the last attempt, or why there was none
     * @param nextAt when it is tried again, while it waits
     */
    public record OnItsWay(
            Way.Name way,
            String address,
            String state,
            Optional<Why> reason,
            int attempts,
            Optional<String> answer,
            Optional<Instant> nextAt,
            Optional<Instant> settledAt) {}
}
