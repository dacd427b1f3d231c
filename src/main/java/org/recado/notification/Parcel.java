package org.recado.notification;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.channel.Kind;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * One delivery under way, with all that may be said of it.
 *
 * @param id of the delivery: the same at every attempt
 * @param notification what it is about; empty where a channel's address is told of a message
 * @param user empty where it is a channel's address
 * @param last the newest message it is about, as it is now; empty where it is not to be had
 */
public record Parcel(
        long id,
        UUID addressId,
        String address,
        String secret,
        Optional<UserId> user,
        ChannelId channel,
        String channelName,
        Kind channelKind,
        long lastSeq,
        Optional<Notice> notification,
        Instant createdAt,
        int attempt,
        Optional<Message> last) {

    /** What a notification says: of how many messages from {@code seq} on, and by whom the newest is. */
    public record Notice(long id, long seq, int messages, boolean mention, UserId sender, String senderName) {}

    Parcel with(Optional<Message> message) {
        return new Parcel(
                id,
                addressId,
                address,
                secret,
                user,
                channel,
                channelName,
                channelKind,
                lastSeq,
                notification,
                createdAt,
                attempt,
                message);
    }
}
