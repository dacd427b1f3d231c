package org.recado.deadletter;

import java.util.Optional;
import org.recado.command.CommandCodec;
import org.recado.command.Malformed;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** Who asks, and where, as far as a letter's body can be read. */
public record Origin(Optional<UserId> sender, Optional<ChannelId> channel) {

    /** A body that says nothing of it is no failure: both are empty then. */
    public static Origin of(byte[] body) {
        try {
            var command = CommandCodec.decode(body);
            return new Origin(Optional.of(command.sender()), Optional.of(command.channel()));
        } catch (Malformed e) {
            return new Origin(e.sender(), e.channel());
        }
    }

    /** The routing key that leads to the channel's partition, or where there is no channel, the one it came with. */
    String destination(String routingKey) {
        return channel.map(ChannelId::value).orElse(routingKey);
    }
}
