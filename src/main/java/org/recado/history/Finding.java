package org.recado.history;

import java.time.Instant;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;

/**
 * Where the ledger and the log disagree at a seq.
 *
 * @param deletedAt where the ledger has to learn that the message is deleted: when
 */
public record Finding(
        ChannelId channel, long seq, What what, Optional<MessageId> message, Optional<Instant> deletedAt) {

    /** What is done about it. */
    public enum What {
        /** The ledger does not know what is there; it goes to the quarantine, and the seq stays taken. */
        QUARANTINED("quarantined"),
        /** It was missing, and nothing of it was text. */
        REBUILT("rebuilt"),
        /** What was missing was still in Redis. */
        FROM_CACHE("from-cache"),
        /** The text is nowhere: the message is shown as deleted. */
        TEXT_LOST("text-lost"),
        /** The log has a text of another edit than the ledger's last one; it stays, since there is no other. */
        OTHER_TEXT("other-text"),
        /** Deleted in one store only: it is deleted in both. */
        DELETED("deleted"),
        /** Nothing says what it was; the seq stays taken. */
        EMPTY("empty");

        private final String word;

        What(String word) {
            this.word = word;
        }

        /** The word of the report. */
        public String word() {
            return word;
        }
    }
}
