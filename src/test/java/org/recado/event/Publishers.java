package org.recado.event;

import org.recado.platform.Amqp;
import org.recado.platform.Outside;

/** The event publisher, wired without a container. */
public final class Publishers {

    private Publishers() {}

    public static EventPublisher on(Amqp amqp) {
        var publisher = new EventPublisher();
        publisher.amqp = amqp;
        publisher.topology = Outside.TOPOLOGY;
        publisher.meters = Outside.METERS;
        publisher.confirmTimeoutMs = 5_000;
        publisher.start();
        return publisher;
    }
}
