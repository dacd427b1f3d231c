package org.recado.socket;

import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.recado.id.UserId;

/** What a kind of topic does; {@link Joins} says in which order. Each method may throw {@code Refused} or {@code Unfit}. */
interface Topic {

    /**
     * What a join is answered with.
     *
     * @param lastSeq up to which seq the answer is complete; 0 where the topic has none
     * @param isLost whether, asked once the join is live, an event behind {@code lastSeq} may have been missed
     */
    record Opening(long lastSeq, BooleanSupplier isLost, Consumer<JsonGenerator> response) {}

    /** Throws unless this user may join. */
    void admit(UserId user, TopicName name);

    /** Reads what the client has missed; the live events are held back meanwhile. */
    Opening open(UserId user, TopicName name, JsonObject params);

    /** Does what the client asks in a topic it has joined, and replies. */
    void handle(Subscription subscription, Frame frame, JsonObject payload);
}
