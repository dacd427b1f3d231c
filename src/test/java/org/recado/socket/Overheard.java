package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.recado.command.Reason;
import org.recado.platform.Json;

/** What one connection was told, held against the protocol: the shape of a frame, its event, whose refs it carries. */
final class Overheard {

    private static final Set<String> EVENTS =
            Set.of("phx_reply", "phx_close", "message", "message_ack", "resync", "typing", "presence_diff");
    private static final Set<String> REASONS = Stream.concat(
                    Arrays.stream(Reason.values()).map(Reason::wire),
                    Stream.of("unmatched topic", "too many channels joined"))
            .collect(Collectors.toUnmodifiableSet());

    private final Set<JsonValue> refs = new HashSet<>(Set.of(JsonValue.NULL));
    private int asked;
    private int replies;

    /** The client said this; what is no frame may be answered with nothing but a close. */
    void said(Frame frame) {
        refs.add(frame.joinRef());
        refs.add(frame.ref());
        asked++;
    }

    /** The server said this; returns the event, or the status of a reply. */
    String heard(String text) {
        var frame = (JsonArray) Json.structure(text);
        assertThat(frame).as("the fields of %s", text).hasSize(5);
        assertThat(refs).as("the refs that the client has said").contains(frame.get(0), frame.get(1));
        assertThat(frame.get(2)).as("the topic").isInstanceOf(JsonString.class);
        assertThat(EVENTS).as("the events").contains(frame.getString(3));
        var payload = frame.getJsonObject(4);
        if (frame.getString(3).equals("phx_reply")) {
            reply(payload);
            return payload.getString("status");
        }
        assertThat(frame.get(1))
                .as("the ref of what is no reply")
                .isEqualTo(frame.getString(3).equals("phx_close") ? frame.get(0) : JsonValue.NULL);
        return frame.getString(3);
    }

    private void reply(JsonObject payload) {
        assertThat(payload).containsOnlyKeys("status", "response");
        assertThat(payload.getString("status")).isIn("ok", "error");
        var response = payload.getJsonObject("response");
        if (payload.getString("status").equals("error")) {
            assertThat(REASONS).contains(response.getString("reason"));
        }
        replies++;
        assertThat(replies).as("replies, at most one a frame").isLessThanOrEqualTo(asked);
    }
}
