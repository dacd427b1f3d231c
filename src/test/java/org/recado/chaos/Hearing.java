package org.recado.chaos;

import jakarta.json.JsonObject;
import java.util.UUID;

/** One client's ear on one channel, over all its connections: a cursor that goes forward one by one. */
final class Hearing {
    private enum State {
        DOWN,
        JOINING,
        LIVE
    }

    private final String who;
    private final String channel;
    private final Canon canon;
    private final Verdict verdict;
    private State state = State.DOWN;
    private String joinRef = "";
    private long cursor;
    private int unrecovered;

    Hearing(String who, String channel, Canon canon, Verdict verdict) {
        this.who = who;
        this.channel = channel;
        this.canon = canon;
        this.verdict = verdict;
    }

    String channel() {
        return channel;
    }

    String joinRef() {
        return joinRef;
    }

    long cursor() {
        return cursor;
    }

    /** Joins that were answered with {@code recovered: false}. */
    int unrecovered() {
        return unrecovered;
    }

    boolean isDown() {
        return state == State.DOWN;
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    void down() {
        state = State.DOWN;
        joinRef = "";
    }

    void joining(String ref) {
        state = State.JOINING;
        joinRef = ref;
    }

    /** The join was answered; where more changed than fits, or the server could not say, it has to be made again. */
    void joined(JsonObject reply) {
        var upTo = reply.getJsonNumber("last_seq").longValue();
        if (!reply.getBoolean("recovered")) {
            unrecovered++;
            down();
            return;
        }
        if (upTo < cursor) {
            verdict.lost("%s joined %s behind %d and was answered up to %d", who, channel, cursor, upTo);
        }
        var messages = reply.getJsonArray("messages").getValuesAs(JsonObject.class);
        canon.resume(new Canon.Resume(
                who,
                channel,
                cursor,
                upTo,
                messages.stream().map(m -> UUID.fromString(m.getString("id"))).toList()));
        for (var i = 1; i < messages.size(); i++) {
            if (messages.get(i - 1).getInt("seq") >= messages.get(i).getInt("seq")) {
                verdict.reordered("%s joined %s and was answered out of order", who, channel);
            }
        }
        cursor = upTo;
        state = State.LIVE;
        if (reply.getBoolean("more")) {
            down();
        }
    }

    /**
     * An event. It names no join, since it is the same for everyone; while a join is made the one before it may still
     * bring some, and its answer has them too.
     */
    void event(JsonObject event) {
        if (state != State.LIVE) {
            return;
        }
        var seq = event.getJsonNumber("seq").longValue();
        if (seq <= cursor) {
            verdict.doubled("%s heard %s/%d again, at %d", who, channel, seq, cursor);
        } else if (seq > cursor + 1) {
            verdict.lost("%s heard %s/%d after %d", who, channel, seq, cursor);
        }
        canon.hear(who, channel, seq, event.getString("id"));
        cursor = Math.max(cursor, seq);
    }
}
