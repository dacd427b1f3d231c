package org.recado.platform;

import com.rabbitmq.client.AlreadyClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A publisher's way out: one channel in confirm mode, made when it is first needed and again after the broker has closed
 * it. A lost connection brings its channels back by itself.
 */
public final class Outlet {

    private final Amqp amqp;
    private final Topology topology;
    private final int bound;
    private final Duration patience;
    private Optional<ConfirmedPublisher> publisher = Optional.empty();

    /**
     * @param bound publications that may wait for their confirm at once
     * @param patience how long one may wait until the broker counts as stuck and nothing more is sent to it
     */
    public Outlet(Amqp amqp, Topology topology, int bound, Duration patience) {
        this.amqp = amqp;
        this.topology = topology;
        this.bound = bound;
        this.patience = patience;
    }

    /** The publisher; throws where the broker is not connected. */
    public synchronized ConfirmedPublisher publisher() throws IOException {
        if (publisher.filter(ConfirmedPublisher::isOpen).isEmpty()) {
            var opened = open();
            if (publisher.isPresent()) {
                publisher.get().close();
            }
            publisher = Optional.of(opened);
        }
        return publisher.get();
    }

    private ConfirmedPublisher open() throws IOException {
        try {
            var channel = amqp.channel(Amqp.Use.PUBLISH);
            topology.declareExchanges(channel);
            return new ConfirmedPublisher(channel, bound, patience);
        } catch (AlreadyClosedException e) {
            throw new IOException("the broker is not connected", e);
        }
    }
}
