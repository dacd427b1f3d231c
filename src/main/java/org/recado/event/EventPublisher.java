package org.recado.event;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Amqp;
import org.recado.platform.Meters;
import org.recado.platform.Outlet;
import org.recado.platform.Topology;
import org.recado.platform.trace.TraceHeaders;

/**
 * Tells what happened. One call is one flush: all that a batch has to say leaves in order, and one {@link #await} waits
 * for all its confirms. When either throws, the same call again is safe.
 */
@ApplicationScoped
public class EventPublisher {

    private static final BasicProperties PERSISTENT_JSON = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(2)
            .build();
    static final BasicProperties TRANSIENT_JSON = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(1)
            .build();
    // a batch and its answers many times over: only what is said again while the broker is silent comes near it
    private static final int OUTSTANDING = 100_000;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Meters meters;

    @Inject
    @ConfigProperty(name = "recado.commands.confirm-timeout-ms")
    int confirmTimeoutMs;

    private Outlet outlet;

    @PostConstruct
    void start() {
        outlet = new Outlet(amqp, topology, OUTSTANDING, Duration.ofMillis(confirmTimeoutMs));
    }

    /**
     * Bytes for one queue by its name.
     *
     * @param mandatory whether it is a failure when the queue is not there: yes for a dead letter, no for a receipt
     */
    public record Direct(String queue, boolean mandatory, BasicProperties properties, byte[] body) {}

    /**
     * Publishes the events in their order, then what goes to single queues; none leaves after one that has failed, since
     * a channel's events would be out of order then.
     *
     * @return done when the broker has all of it
     * @throws UncheckedIOException where the broker is not connected
     */
    public CompletableFuture<Void> publish(List<Told> events, List<Direct> direct) {
        try {
            var out = outlet.publisher().flush();
            var confirms = new ArrayList<CompletableFuture<Void>>(events.size() + direct.size());
            for (var told : events) {
                confirms.add(out.publish(Topology.EVENTS, routingKey(told.event()), properties(told), told.json()));
            }
            for (var d : direct) {
                confirms.add(
                        d.mandatory()
                                ? out.publishMandatory("", d.queue(), d.properties(), d.body())
                                : out.publish("", d.queue(), d.properties(), d.body()));
            }
            meters.count("recado.events", events.size());
            return CompletableFuture.allOf(confirms.toArray(CompletableFuture<?>[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BasicProperties properties(Told told) {
        var properties = told.event() instanceof Event.Passing ? TRANSIENT_JSON : PERSISTENT_JSON;
        return told.trace().isValid()
                ? properties.builder().headers(TraceHeaders.of(told.trace())).build()
                : properties;
    }

    /**
     * Waits for what {@link #publish} has returned.
     *
     * @throws UncheckedIOException where the broker did not confirm all of it in time
     */
    public void await(CompletableFuture<Void> confirmed) {
        try {
            confirmed.get(confirmTimeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UncheckedIOException(new IOException("the broker did not confirm the batch's events", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while waiting for confirms", e));
        }
    }

    static String routingKey(Event event) {
        if (event instanceof Event.OfChannel e) {
            return key("channel", e.channel().value());
        } else if (event instanceof Event.Passing e) {
            return key("passing", e.channel().value());
        } else if (event instanceof Event.OfUser e) {
            return key("user", e.user().value());
        }
        throw new IllegalStateException("no way for " + event.type());
    }

    private static String key(String kind, String id) {
        return kind + "." + Shard.of(id) + "." + id;
    }
}
