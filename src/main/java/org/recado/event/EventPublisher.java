package org.recado.event;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Amqp;
import org.recado.platform.ConfirmedPublisher;
import org.recado.platform.Meters;
import org.recado.platform.Topology;

/**
 * Tells what happened. One call is one flush: all that a batch has to say leaves in order, then one wait for all the
 * confirms. When {@link #publish} returns, the broker has everything; when it throws, the same call again is safe.
 */
@ApplicationScoped
public class EventPublisher {

    private static final int PERSISTENT = 2;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Meters meters;

    @Inject
    @ConfigProperty(name = "recado.commands.confirm-timeout-ms")
    int confirmTimeoutMs;

    private volatile Optional<ConfirmedPublisher> publisher = Optional.empty();

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        amqp.whenConnected(Amqp.Use.PUBLISH, this::open);
    }

    /**
     * Bytes for one queue by its name.
     *
     * @param mandatory whether it is a failure when the queue is not there: yes for a dead letter, no for a receipt
     */
    public record Direct(String queue, boolean mandatory, BasicProperties properties, byte[] body) {}

    private void open(Connection connection) {
        try {
            var channel = connection.createChannel();
            topology.declare(channel);
            publisher = Optional.of(new ConfirmedPublisher(channel, Integer.MAX_VALUE));
        } catch (IOException e) {
            throw new UncheckedIOException("the broker would not take the topology", e);
        }
    }

    /**
     * Publishes the events in their order, then what goes to single queues.
     *
     * @throws UncheckedIOException where the broker did not confirm all of it
     */
    public void publish(List<Event> events, List<Direct> direct) {
        var open =
                publisher.orElseThrow(() -> new UncheckedIOException(new IOException("the broker is not connected")));
        var confirms = new ArrayList<CompletableFuture<Void>>(events.size() + direct.size());
        for (var event : events) {
            confirms.add(open.publish(Topology.EVENTS, routingKey(event), properties(), EventCodec.encode(event)));
        }
        for (var d : direct) {
            confirms.add(
                    d.mandatory()
                            ? open.publishMandatory("", d.queue(), d.properties(), d.body())
                            : open.publish("", d.queue(), d.properties(), d.body()));
        }
        await(CompletableFuture.allOf(confirms.toArray(CompletableFuture<?>[]::new)));
        meters.count("recado.events", events.size());
    }

    private void await(CompletableFuture<Void> all) {
        try {
            all.get(confirmTimeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UncheckedIOException(new IOException("the broker did not confirm the batch's events", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while waiting for confirms", e));
        }
    }

    private static BasicProperties properties() {
        return new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .build();
    }

    static String routingKey(Event event) {
        if (event instanceof Event.OfChannel e) {
            var id = e.channel().value();
            return "channel." + Shard.of(id) + "." + id;
        }
        var id = ((Event.OfUser) event).user().value();
        return "user." + Shard.of(id) + "." + id;
    }
}
