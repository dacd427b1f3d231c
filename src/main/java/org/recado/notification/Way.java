package org.recado.notification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A way to someone who is not looking. Each is off until it is configured, and none waits for another. */
public interface Way {

    /** The ways there are; in the table by these names. */
    enum Name {
        PUSH,
        WEBHOOK,
        EMAIL
    }

    Name name();

    /** Whether it is configured. */
    boolean isOn();

    /** Whether everything that waits for an address leaves together. */
    default boolean isDigest() {
        return false;
    }

    /**
     * Sends, and waits for the answer, for half a minute at most.
     *
     * @param parcels of one address: one, or for a digest one at least
     */
    Answer send(List<Parcel> parcels);

    /** What became of it, in a few words of the other side's or of ours, without a text of a message. */
    sealed interface Answer {
        String detail();

        /** Taken. */
        record Sent(String detail) implements Answer {}

        /** Not taken now; it is tried again, not before {@code after} where that is said. */
        record Later(String detail, Optional<Duration> after) implements Answer {}

        /** Never taken. */
        record Refused(String detail) implements Answer {}

        /** The address is no more; it is removed. */
        record Gone(String detail) implements Answer {}
    }
}
