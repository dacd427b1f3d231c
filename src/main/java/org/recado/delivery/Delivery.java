package org.recado.delivery;

import io.opentelemetry.api.trace.Span;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.recado.event.Event;
import org.recado.event.Event.ChannelAdded;
import org.recado.event.Event.ChannelArchived;
import org.recado.event.Event.ChannelRemoved;
import org.recado.event.Event.ChannelRenamed;
import org.recado.event.Event.ChannelRetained;
import org.recado.event.Event.CommandRejected;
import org.recado.event.Event.CursorsMoved;
import org.recado.event.Event.MemberBanned;
import org.recado.event.Event.MemberJoined;
import org.recado.event.Event.MemberLeft;
import org.recado.event.Event.MemberMentioned;
import org.recado.event.Event.MemberMuted;
import org.recado.event.Event.MemberNotified;
import org.recado.event.Event.MemberTyping;
import org.recado.event.Event.MessageCreated;
import org.recado.event.Event.MessageDeleted;
import org.recado.event.Event.MessageEdited;
import org.recado.event.Event.OfChannel;
import org.recado.event.Event.OfUser;
import org.recado.event.Event.Passing;
import org.recado.event.Event.ReadMoved;
import org.recado.event.EventCodec;
import org.recado.history.History;
import org.recado.id.ChannelId;
import org.recado.platform.Meters;
import org.recado.socket.Connections;
import org.recado.socket.Joins;
import org.recado.socket.Rooms;
import org.recado.socket.TopicName;
import org.recado.socket.TypingPace;
import org.recado.socket.Unread;
import org.recado.timeline.Recorder;

/** Tells this node's clients what happened, each channel in seq order, without repeats and without holes. */
@ApplicationScoped
class Delivery {

    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

    @Inject
    Connections connections;

    @Inject
    Rooms rooms;

    @Inject
    Joins joins;

    @Inject
    History history;

    @Inject
    Unread unread;

    @Inject
    CursorNews cursors;

    @Inject
    Meters meters;

    @Inject
    Recorder recorder;

    private final TypingPace pace = new TypingPace();

    /** Tells one event; one thread at a time, so that a hole is filled before what follows it. */
    synchronized void deliver(Event event) {
        if (event instanceof OfChannel e) {
            unread.said(e.channel(), e.seq());
            deliver(e);
        } else if (event instanceof OfUser e) {
            deliver(e);
        } else if (event instanceof Passing e) {
            deliver(e);
        } else {
            throw new IllegalStateException("nobody to tell of " + event.type());
        }
    }

    private void deliver(OfUser event) {
        if (event instanceof ReadMoved read) {
            unread.read(read.user(), read.channel(), read.readSeq(), read.lastSeq());
            return;
        }
        if (event instanceof MemberMentioned mention) {
            unread.mentioned(mention.user(), mention.channel(), mention.seq());
            return;
        }
        if (event instanceof ChannelAdded added) {
            unread.added(added.user());
        } else if (event instanceof ChannelRemoved removed) {
            unread.removed(removed.user(), removed.channel());
        }
        told(connections.broadcast(TopicName.of(event.user()), frame(event), g -> EventCodec.write(g, event)));
    }

    private void deliver(Passing event) {
        if (event instanceof CursorsMoved moved) {
            rooms.moved(moved);
            cursors.heard(moved);
        } else if (event instanceof MemberTyping typing && pace.passes(typing.channel(), typing.user(), typing.at())) {
            connections.pass(
                    TopicName.of(typing.channel()),
                    typing.user(),
                    frame(typing),
                    g -> g.write("user_id", typing.user().value()));
        }
    }

    private void deliver(OfChannel event) {
        var topic = TopicName.of(event.channel());
        if (!connections.hear(topic)) {
            rooms.heard(event);
            // who comes from here on finds it in the room; who came before that may not have
            if (!connections.hear(topic)) {
                return;
            }
        }
        var reached = connections.reached(topic);
        if (reached.isPresent() && event.seq() > reached.getAsLong() + 1) {
            fill(topic, event, reached.getAsLong());
        }
        tell(topic, event);
    }

    private void fill(TopicName topic, OfChannel next, long reached) {
        meters.count("recado.delivery.holes");
        var missing = next.seq() - reached - 1;
        var found = missing > History.MOST
                ? List.<OfChannel>of()
                : read(next.channel(), reached + 1, next.seq() - 1).orElse(List.of());
        if (found.size() == missing) {
            found.forEach(e -> tell(topic, e));
        } else {
            connections.lose(topic);
        }
    }

    /** Tells what happened while this node could not hear: no event may come that would show the hole. */
    synchronized void catchUp() {
        rooms.forget();
        unread.lookAgain();
        for (var topic : connections.topics()) {
            var reached = connections.reached(topic);
            if (topic.isChannel() && reached.isPresent()) {
                catchUp(topic, reached.getAsLong() + 1);
            }
        }
    }

    private void catchUp(TopicName topic, long from) {
        var found = read(topic.channel(), from, from + History.MOST - 1);
        var isInOrder = found.isPresent()
                && lastSeq(found.get(), from - 1) == from - 1 + found.get().size();
        if (isInOrder && found.get().size() < History.MOST) {
            found.get().forEach(e -> tell(topic, e));
        } else {
            connections.lose(topic);
        }
    }

    private static long lastSeq(List<OfChannel> events, long before) {
        return events.isEmpty() ? before : events.get(events.size() - 1).seq();
    }

    private Optional<List<OfChannel>> read(ChannelId channel, long from, long to) {
        try {
            return Optional.of(history.events(channel, from, to));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a hole in channel " + channel + " could not be read", e);
            return Optional.empty();
        }
    }

    private void tell(TopicName topic, OfChannel event) {
        rooms.heard(event);
        var clients = connections.broadcast(topic, event.seq(), frame(event), g -> EventCodec.write(g, event));
        told(clients);
        if (event instanceof MemberLeft left) {
            joins.expel(left.user(), left.channel(), left.seq());
        } else if (event instanceof MemberBanned ban && ban.banned()) {
            joins.expel(ban.user(), ban.channel(), ban.seq());
        }
        if (event instanceof MessageCreated created) {
            meters.time("recado.push_to_delivered", sinceSent(created));
            note(created, clients);
        }
    }

    // a repeat is told to nobody who has it
    private void note(MessageCreated created, int clients) {
        if (clients > 0) {
            recorder.told(created.id().value(), clients);
        }
        Span.current().setAttribute("recado.clients", clients);
    }

    // the sender's clock, which is the edge's own where the client sent none
    private static Duration sinceSent(MessageCreated created) {
        var took = Duration.between(created.timestamp(), Instant.now());
        return took.isNegative() ? Duration.ZERO : took;
    }

    private void told(int listeners) {
        meters.count("recado.delivered", listeners);
    }

    /** The name of the frame that tells an event (the contract, section 3). */
    static String frame(Event event) {
        if (event instanceof MessageCreated) {
            return "message";
        } else if (event instanceof MessageEdited) {
            return "message_edited";
        } else if (event instanceof MessageDeleted) {
            return "message_deleted";
        } else if (event instanceof MemberJoined) {
            return "member_joined";
        } else if (event instanceof MemberLeft) {
            return "member_left";
        } else if (event instanceof MemberMuted) {
            return "member_muted";
        } else if (event instanceof MemberBanned) {
            return "member_banned";
        } else if (event instanceof ChannelRenamed) {
            return "channel_renamed";
        } else if (event instanceof ChannelArchived) {
            return "channel_archived";
        } else if (event instanceof ChannelRetained) {
            return "channel_retained";
        } else if (event instanceof CommandRejected) {
            return "message_ack";
        } else if (event instanceof ChannelAdded) {
            return "channel_added";
        } else if (event instanceof ChannelRemoved) {
            return "channel_removed";
        } else if (event instanceof ReadMoved || event instanceof MemberMentioned) {
            return "unread";
        } else if (event instanceof MemberNotified) {
            return "notification";
        } else if (event instanceof CursorsMoved) {
            return "receipt";
        } else if (event instanceof MemberTyping) {
            return "typing";
        }
        throw new IllegalStateException("no frame for " + event.type());
    }
}
