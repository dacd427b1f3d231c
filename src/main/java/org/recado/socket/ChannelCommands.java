package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.recado.channel.Access;
import org.recado.channel.Access.Actor;
import org.recado.command.Command;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.CommandPublisher;
import org.recado.command.MessageText;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.platform.Fields;

/** Makes commands of what a client pushes in a channel; the reply comes at the broker's confirm, never before. */
@ApplicationScoped
class ChannelCommands {

    @Inject
    CommandPublisher publisher;

    @Inject
    MessageText text;

    @Inject
    Limits limits;

    @Inject
    CursorReports reports;

    @Inject
    Rooms rooms;

    void create(Subscription s, Frame frame, ChannelId channel, Fields f) {
        check(s, channel, by -> Access.mayWrite(by, Instant.now()));
        send(s, frame, new CreateMessage(s.user(), channel, key(f), at(f), text(f)));
    }

    void edit(Subscription s, Frame frame, ChannelId channel, Fields f) {
        check(s, channel, by -> Access.mayWrite(by, Instant.now()));
        send(s, frame, new EditMessage(s.user(), channel, key(f), at(f), id(f), text(f)));
    }

    void delete(Subscription s, Frame frame, ChannelId channel, Fields f) {
        send(s, frame, new DeleteMessage(s.user(), channel, key(f), at(f), id(f)));
    }

    // what this node does not know the core will; a command need not wait for PostgreSQL here
    private void check(Subscription s, ChannelId channel, Consumer<Actor> rule) {
        rooms.actor(channel, s.user()).ifPresent(rule);
    }

    void read(Subscription s, Frame frame, ChannelId channel, Fields f) {
        var seq = f.number("seq");
        if (seq < 0) {
            throw f.unfit("seq", "must not be negative");
        }
        reports.read(
                s.user(),
                channel,
                seq,
                failure -> answer(s, frame, failure, () -> s.reply(frame, FrameCodec::nothing)));
    }

    private void send(Subscription s, Frame frame, Command command) {
        var user = s.user().value();
        limits.check(
                        Limit.MESSAGES_PER_USER.of(user),
                        Limit.MESSAGES_PER_CHANNEL.of(user, command.channel().value()))
                .ifPresent(wait -> {
                    throw Refused.rateLimited(wait);
                });
        var number = s.connection().command();
        var correlation = new Correlation(s.connection().id(), number, command.channel());
        publisher.publish(command, Optional.of(correlation.toString())).whenComplete((done, failure) -> {
            answer(s, frame, failure, () -> accepted(s, frame, command));
            s.connection().confirmed(number);
        });
    }

    private static void accepted(Subscription s, Frame frame, Command command) {
        s.reply(frame, g -> {
            g.write("state", "accepted");
            command.clientId().ifPresent(key -> g.write("client_id", key.value()));
        });
    }

    private static void answer(Subscription s, Frame frame, Throwable failure, Runnable ok) {
        if (failure == null) {
            ok.run();
        } else {
            Protocol.refuse(s.connection(), s.joinRef(), frame, refusal(failure));
        }
    }

    private static Refused refusal(Throwable failure) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof Refused refused ? refused : new Refused(Reason.UNAVAILABLE, "not confirmed");
    }

    // a command always has a key, so that the client can tell its acknowledgements apart
    private static Optional<ClientId> key(Fields f) {
        return f.optional("client_id", ClientId::new)
                .or(() -> Optional.of(new ClientId(UUID.randomUUID().toString())));
    }

    private static Instant at(Fields f) {
        return f.optionalTime("timestamp").orElseGet(Instant::now);
    }

    private static MessageId id(Fields f) {
        return f.of("id", MessageId::parse);
    }

    private String text(Fields f) {
        var message = f.text("message");
        text.check(message);
        return message;
    }
}
