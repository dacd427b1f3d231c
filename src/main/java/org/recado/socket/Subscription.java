package org.recado.socket;

import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.recado.id.UserId;

/**
 * One join of one topic by one connection. While the join is answered, events are held back; after the answer they
 * follow in seq order, each at most once. Behind a hole nothing follows: the client is asked to join again.
 */
final class Subscription implements Attendee {

    private static final long NO_SEQ = 0;

    private enum State {
        JOINING,
        LIVE,
        ENDED
    }

    private record Held(long seq, Packet packet) {}

    private final Connection connection;
    private final String topic;
    private final Topic kind;
    private final JsonValue joinRef;
    private final Outbox.Cursor cursor;
    private final List<Held> held = new ArrayList<>();
    private State state = State.JOINING;
    private long reached;
    private long expelledAt;
    private long reported;

    Subscription(Connection connection, String topic, Topic kind, JsonValue joinRef) {
        this.connection = connection;
        this.topic = topic;
        this.kind = kind;
        this.joinRef = joinRef;
        this.cursor = new Outbox.Cursor(topic, joinRef);
    }

    Connection connection() {
        return connection;
    }

    @Override
    public UserId user() {
        return connection.caller().user();
    }

    String topic() {
        return topic;
    }

    @Override
    public TopicName place() {
        return TopicName.parse(topic);
    }

    Topic kind() {
        return kind;
    }

    JsonValue joinRef() {
        return joinRef;
    }

    /**
     * An event of the topic that has a place; what the client has already is dropped.
     *
     * @return whether it is told, now or with the answer to the join
     */
    synchronized boolean event(long seq, Packet packet) {
        if (state == State.JOINING) {
            return held.add(new Held(seq, packet));
        }
        var isNews = state == State.LIVE && (seq == NO_SEQ || seq > reached);
        if (isNews) {
            pass(seq, packet);
        }
        return isNews;
    }

    /** An event of the topic without a place. */
    void event(Packet packet) {
        event(NO_SEQ, packet);
    }

    /** What is of use only now: nothing before the join is answered, and nothing for a client that reads too slowly. */
    void passing(Packet packet) {
        passing(packet, () -> {});
    }

    private void passing(Packet packet, Runnable dropped) {
        if (isLive()) {
            connection.outbox().passing(packet, dropped);
        }
    }

    @Override
    public boolean hasRoom(int bytes) {
        return connection.outbox().hasRoom(bytes);
    }

    @Override
    public void pass(Announcement announcement, Runnable dropped) {
        passing(announcement.broadcast(), dropped);
    }

    @Override
    public void passOwn(Announcement announcement, Runnable dropped) {
        passing(announcement.to(joinRef), dropped);
    }

    private synchronized boolean isLive() {
        return state == State.LIVE;
    }

    private void pass(long seq, Packet packet) {
        if (seq == NO_SEQ) {
            connection.outbox().must(packet);
        } else {
            // what came before it passed while the join was answered, and was told to nobody here
            if (seq > reached + 1) {
                connection.outbox().lose(cursor);
            }
            reached = seq;
            connection.outbox().event(cursor, seq, packet);
        }
    }

    /**
     * Sends the join's answer, complete up to {@code lastSeq}, and then what was held back and comes after it.
     *
     * @return false where the user was expelled behind that seq
     */
    synchronized boolean open(long lastSeq, Packet answer) {
        state = State.LIVE;
        reached = lastSeq;
        connection.outbox().joined(cursor, lastSeq, answer);
        for (var h : held) {
            if (h.seq() == NO_SEQ || h.seq() > reached) {
                pass(h.seq(), h.packet());
            }
        }
        held.clear();
        return expelledAt <= lastSeq;
    }

    /** How far the client has been told, once its join is answered. */
    synchronized OptionalLong reached() {
        return state == State.LIVE ? OptionalLong.of(reached) : OptionalLong.empty();
    }

    /** How far the client has been written to. */
    long written() {
        return connection.outbox().written(cursor);
    }

    /** How far the core knows the user to have been told, as far as this join knows. */
    synchronized long reported() {
        return reported;
    }

    synchronized void reported(long seq) {
        reported = Math.max(reported, seq);
    }

    /** The events after {@link #reached} cannot be told: the client is asked to join again. */
    synchronized void lose() {
        if (state == State.LIVE) {
            connection.outbox().lose(cursor);
        }
    }

    /** Nothing of the topic reaches the client any more. */
    synchronized void end() {
        state = State.ENDED;
        held.clear();
    }

    /**
     * The user's right to read ended at {@code seq}; an expulsion from before this join is passed over.
     *
     * @return true where that ended a live join
     */
    synchronized boolean expelled(long seq) {
        expelledAt = Math.max(expelledAt, seq);
        if (state != State.LIVE || seq < reached) {
            return false;
        }
        end();
        return true;
    }

    /** Answers a frame of this join. */
    void reply(Frame frame, Consumer<JsonGenerator> response) {
        connection.outbox().must(FrameCodec.reply(joinRef, frame.ref(), topic, "ok", response));
    }

    /** Tells the client that this join has ended for good. */
    void tellEnd() {
        connection.outbox().must(FrameCodec.push(joinRef, joinRef, topic, "phx_close", FrameCodec::nothing));
    }
}
