package org.recado.event;

import io.opentelemetry.api.trace.SpanContext;

/**
 * An event with its JSON, encoded once for everyone who keeps it or sends it on.
 *
 * @param trace goes with it; invalid where there is none
 */
public record Told(Event event, byte[] json, SpanContext trace) {

    /** Encodes; what cannot be encoded fails here, before anything is stored. */
    public static Told of(Event event) {
        return new Told(event, EventCodec.encode(event), SpanContext.getInvalid());
    }

    /** The same as a part of a trace. */
    public Told within(SpanContext span) {
        return span.isValid() ? new Told(event, json, span) : this;
    }
}
