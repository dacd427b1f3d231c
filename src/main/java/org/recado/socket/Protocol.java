package org.recado.socket;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.auth.Scope;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.platform.Fields;
import org.recado.platform.LogFields;
import org.recado.platform.Meters;
import org.recado.platform.trace.Tracing;

/** What Phoenix Channels V2 asks of a server: joins, leaves, stale frames, unmatched topics. Never throws. */
@ApplicationScoped
class Protocol {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger(Protocol.class.getName());
    // what tells the others nothing but where the caller is and how far it has read; the rest changes something
    private static final Set<String> READING = Set.of("history", "read", "presence");
    private static final String OK = "ok";
    private static final String ERROR = "error";

    @Inject
    @ConfigProperty(name = "recado.socket.max-topics")
    int maxTopics;

    @Inject
    Joins joins;

    @Inject
    ChannelTopic channelTopic;

    @Inject
    UserTopic userTopic;

    @Inject
    Limits limits;

    @Inject
    Meters meters;

    @Inject
    Tracing tracing;

    /** Whether the frame is a heartbeat, which is answered at once whatever else the connection waits for. */
    static boolean isHeartbeat(Frame frame) {
        return frame.topic().equals("phoenix") && frame.event().equals("heartbeat");
    }

    static void beat(Connection c, Frame frame) {
        c.outbox().must(FrameCodec.reply(JsonValue.NULL, frame.ref(), frame.topic(), OK, FrameCodec::nothing));
    }

    /** Does what one frame asks; a connection's frames come one after the other. */
    @SuppressWarnings("try") // the fields hold for what is logged within
    void received(Connection c, Frame frame) {
        try (var fields = LogFields.of(Optional.empty(), channel(frame), Optional.empty())) {
            switch (frame.event()) {
                case "phx_join" -> join(c, frame);
                case "phx_leave" -> leave(c, frame);
                default -> push(c, frame);
            }
        }
    }

    private static Optional<String> channel(Frame frame) {
        var name = TopicName.parse(frame.topic());
        return name.kind().equals(TopicName.CHANNEL) ? Optional.of(name.id()) : Optional.empty();
    }

    /** The connection is gone. */
    void closed(Connection c) {
        c.joined().forEach(joins::leave);
    }

    private Optional<Topic> topic(String name) {
        return switch (TopicName.parse(name).kind()) {
            case TopicName.CHANNEL -> Optional.of(channelTopic);
            case TopicName.USER -> Optional.of(userTopic);
            default -> Optional.empty();
        };
    }

    private void join(Connection c, Frame frame) {
        var topic = topic(frame.topic());
        if (topic.isEmpty()) {
            unmatched(c, frame);
            return;
        }
        c.joined(frame.topic()).ifPresent(old -> {
            joins.leave(old);
            old.tellEnd();
        });
        if (c.joined().size() >= maxTopics) {
            error(c, frame.joinRef(), frame, "too many channels joined");
            return;
        }
        var subscription = new Subscription(c, frame.topic(), topic.get(), frame.joinRef());
        answering(c, frame.joinRef(), frame, () -> {
            count(c);
            joins.join(subscription, frame, object(frame));
        });
    }

    private void count(Connection c) {
        limits.check(
                        Limit.JOINS_PER_CONNECTION.of(c.id()),
                        Limit.JOINS_PER_USER.of(c.caller().user().value()))
                .ifPresent(wait -> {
                    throw Refused.rateLimited(wait);
                });
    }

    private void leave(Connection c, Frame frame) {
        var joined = c.joined(frame.topic());
        if (joined.isEmpty()) {
            ok(c, frame.joinRef(), frame);
        } else if (frame.speaksOf(joined.get().joinRef())) {
            joins.leave(joined.get());
            ok(c, joined.get().joinRef(), frame);
            joined.get().tellEnd();
        }
    }

    private void push(Connection c, Frame frame) {
        var joined = c.joined(frame.topic());
        if (joined.isEmpty()) {
            unmatched(c, frame);
        } else if (frame.speaksOf(joined.get().joinRef())) {
            var s = joined.get();
            if (READING.contains(frame.event()) || frame.event().equals("typing")) {
                handle(c, s, frame);
            } else {
                traced(() -> handle(c, s, frame));
            }
        }
    }

    private void handle(Connection c, Subscription s, Frame frame) {
        answering(c, s.joinRef(), frame, () -> {
            check(c, READING.contains(frame.event()) ? Scope.READ : Scope.WRITE);
            s.kind().handle(s, frame, object(frame));
        });
    }

    // what is sent from here on is a part of it
    @SuppressWarnings("try")
    private void traced(Runnable work) {
        var span = tracing.start("recado.socket push", SpanKind.SERVER, Context.root());
        try (var scope = span.makeCurrent()) {
            work.run();
        } finally {
            span.end();
        }
    }

    private static void check(Connection c, Scope needed) {
        if (!c.caller().may(needed)) {
            throw new Refused(Reason.FORBIDDEN, "the key has not the scope " + needed.wire());
        }
    }

    private static JsonObject object(Frame frame) {
        return frame.payload().orElseThrow(() -> new Refused(Reason.MALFORMED, "payload: bytes instead of an object"));
    }

    private void answering(Connection c, JsonValue joinRef, Frame frame, Runnable work) {
        try {
            work.run();
        } catch (Refused e) {
            refuse(c, joinRef, frame, e);
        } catch (Fields.Unfit e) {
            refuse(c, joinRef, frame, new Refused(Reason.MALFORMED, e.getMessage()));
        } catch (RuntimeException e) {
            meters.count("recado.socket.failures");
            // one line a frame: while a store is away every join comes here
            LOG.log(System.Logger.Level.WARNING, "a frame of connection {0} failed: {1}", c.id(), e.toString());
            LOG.log(System.Logger.Level.DEBUG, "how the frame failed", e);
            refuse(c, joinRef, frame, new Refused(Reason.UNAVAILABLE, "failed here", Optional.of(RETRY_AFTER)));
        }
    }

    /** Tells the client why not. */
    static void refuse(Connection c, JsonValue joinRef, Frame frame, Refused refused) {
        c.outbox().must(FrameCodec.reply(joinRef, frame.ref(), frame.topic(), ERROR, g -> {
            g.write("reason", refused.reason().wire());
            g.write("detail", refused.detail());
            refused.retryAfter().ifPresent(after -> g.write("retry_after_ms", after.toMillis()));
        }));
    }

    private static void unmatched(Connection c, Frame frame) {
        error(c, JsonValue.NULL, frame, "unmatched topic");
    }

    private static void error(Connection c, JsonValue joinRef, Frame frame, String reason) {
        c.outbox().must(FrameCodec.reply(joinRef, frame.ref(), frame.topic(), ERROR, g -> g.write("reason", reason)));
    }

    private static void ok(Connection c, JsonValue joinRef, Frame frame) {
        c.outbox().must(FrameCodec.reply(joinRef, frame.ref(), frame.topic(), OK, FrameCodec::nothing));
    }
}
