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
    private volatile int inOrderSince = -1;

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

    /** The publisher for commands; throws as well while the broker would lead a channel to another queue than before. */
    public ConfirmedPublisher commandPublisher() throws IOException {
        requireOrder();
        return publisher();
    }

    // asked once a connection: a broker that was stopped has lost it
    private void requireOrder() throws IOException {
        var losses = amqp.losses(Amqp.Use.PUBLISH);
        if (inOrderSince != losses) {
            var connection =
                    amqp.open(Amqp.Use.PUBLISH).orElseThrow(() -> new IOException("the broker is not connected"));
            if (!Topology.isInOrder(connection)) {
                throw new IOException("the partitions are not in order yet");
            }
            inOrderSince = losses;
        }
    }

    private ConfirmedPublisher open() throws IOException {
        try {
            var channel = amqp.channel(Amqp.Use.PUBLISH);
            topology.declareExchangesOrAbort(channel);
            return new ConfirmedPublisher(channel, bound, patience);
        } catch (AlreadyClosedException e) {
            throw new IOException("the broker is not connected", e);
        }
    }
}
