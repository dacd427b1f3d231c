package org.recado.socket;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * What a client says on the wire.
 *
 * @param joinRef names one join of the topic; opaque, echoed as it came: a string, a number or null
 * @param ref names this frame, for its reply; opaque as well
 * @param payload absent where the frame carried bytes instead of a JSON object
 */
record Frame(JsonValue joinRef, JsonValue ref, String topic, String event, Optional<JsonObject> payload) {

    /** Whether the frame speaks of this join of its topic, or of no join in particular. */
    boolean speaksOf(JsonValue currentJoinRef) {
        return joinRef.equals(JsonValue.NULL) || joinRef.equals(currentJoinRef);
    }
}
