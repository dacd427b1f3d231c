package org.recado.command;

import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.UserId;

/** What the codec throws: a body that is no command, with as much of its origin as could be read for the answer. */
public final class Malformed extends Refused {

    private static final long serialVersionUID = 1L;

    private final transient Optional<UserId> sender;
    private final transient Optional<ChannelId> channel;
    private final transient Optional<ClientId> clientId;

    public Malformed(
            Reason reason,
            String detail,
            Optional<UserId> sender,
            Optional<ChannelId> channel,
            Optional<ClientId> clientId) {
        super(reason, detail);
        this.sender = sender;
        this.channel = channel;
        this.clientId = clientId;
    }

    /** Whether someone can be told: without a usable sender and channel the body goes to the dead letters. */
    public boolean answerable() {
        return sender.isPresent() && channel.isPresent();
    }

    public Optional<UserId> sender() {
        return sender;
    }

    public Optional<ChannelId> channel() {
        return channel;
    }

    public Optional<ClientId> clientId() {
        return clientId;
    }
}
