package org.recado.event;

/** An event with its JSON, encoded once for everyone who keeps it or sends it on. */
public record Told(Event event, byte[] json) {

    /** Encodes; what cannot be encoded fails here, before anything is stored. */
    public static Told of(Event event) {
        return new Told(event, EventCodec.encode(event));
    }
}
