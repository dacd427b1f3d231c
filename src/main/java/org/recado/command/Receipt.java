package org.recado.command;

import java.time.Instant;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;

/** The core's answer to one command, sent to its {@code reply_to} (the contract, section 1). */
public sealed interface Receipt {

    /** The sender's key of the command that is answered. */
    Optional<ClientId> clientId();

    /**
     * It is durable and has its place.
     *
     * @param message the message it made or changed; empty for a command about members
     * @param seq the command's own place in the channel
     */
    record Stored(
            Optional<ClientId> clientId,
            Optional<MessageId> message,
            long seq,
            ChannelId channel,
            Instant timestamp,
            Instant storedAt)
            implements Receipt {}

    /** It was refused and changed nothing. */
    record Rejected(Optional<ClientId> clientId, Optional<ChannelId> channel, Reason reason, String detail)
            implements Receipt {}
}
