package org.recado.notification;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.event.Event.MessageCreated;
import org.recado.event.EventCodec;
import org.recado.notification.Span.Place;
import org.recado.platform.Amqp;
import org.recado.platform.BatchConsumer;
import org.recado.platform.BatchConsumer.Bounds;
import org.recado.platform.Ending;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;
import org.recado.platform.StoreThreads;
import org.recado.platform.Topology;
import org.recado.platform.Trouble;

/**
 * What was said, from {@code recado.notifications}: one core at a time plans, the others stand by. A batch is acked when
 * it is planned; until then it is tried again, whatever fails, since nothing else waits for it.
 */
@ApplicationScoped
public class EventQueue {

    private static final System.Logger LOG = System.getLogger(EventQueue.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
    /** Each message may have a thousand members to be judged for at a time. */
    private static final Bounds BOUNDS = new Bounds(100, 4 << 20, 3);

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Node node;

    @Inject
    Planner planner;

    @Inject
    Meters meters;

    @Inject
    Rounds rounds;

    @Inject
    StoreThreads threads;

    @Inject
    @ConfigProperty(name = "recado.notification.enabled")
    boolean isEnabled;

    private record Consuming(Channel channel, BatchConsumer batches) {}

    private volatile Optional<Consuming> consumer = Optional.empty();
    private final Trouble trouble = new Trouble(LOG, "the queue of notifications cannot be had: {0}");
    private volatile boolean stopped;

    void start(@Observes Ready ready) {
        if (node.isCore()) {
            rounds.everyAlone(LOOK_EVERY, "the queue of notifications", this::look);
        }
    }

    // what the broker has closed is opened again
    void look() {
        if (consumer.filter(c -> c.batches().isConsuming()).isEmpty()) {
            amqp.open(Amqp.Use.CONSUME).ifPresent(this::open);
        }
    }

    private synchronized void open(Connection connection) {
        Optional<Channel> begun = Optional.empty();
        try {
            giveUp();
            var channel = connection.createChannel();
            begun = Optional.of(channel);
            if (isEnabled) {
                topology.declareNotifications(channel);
                consumer = Optional.of(new Consuming(
                        channel, BatchConsumer.start(channel, Topology.NOTIFICATIONS, BOUNDS, this::take, threads)));
            } else {
                topology.forgetNotifications(channel);
                channel.close();
            }
            trouble.ended();
        } catch (IOException | AlreadyClosedException | TimeoutException e) {
            abort(begun);
            trouble.met(e);
        }
    }

    private static void abort(Optional<Channel> begun) {
        if (begun.isPresent()) {
            try {
                begun.get().abort();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the channel would not close", e);
            }
        }
    }

    private void giveUp() {
        consumer.ifPresent(c -> c.batches().giveBack());
        consumer = Optional.empty();
    }

    void end(@Observes Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        consumer.ifPresent(c -> c.batches().stop());
    }

    private void take(List<Delivery> batch, Runnable ack) throws InterruptedException {
        var said = Said.of(batch.stream().flatMap(this::said).distinct().toList());
        var next = said.isEmpty() ? Optional.<Place>empty() : Optional.of(Place.START);
        while (next.isPresent()) {
            next = plan(said, next.get());
        }
        ack.run();
    }

    private Optional<Place> plan(Said said, Place after) throws InterruptedException {
        var start = System.nanoTime();
        var plan = Failsafe.with(forEver()).get(() -> planner.plan(said, after));
        meters.count("recado.notifications", plan.planned(), "state", "planned");
        meters.count("recado.notifications", plan.suppressed(), "state", "suppressed");
        if (plan.next().isPresent()) {
            Pace.rest(Duration.ofNanos(System.nanoTime() - start), said.since());
        }
        return plan.next();
    }

    private RetryPolicy<Object> forEver() {
        return RetryPolicy.builder()
                .handle(RuntimeException.class)
                .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(5))
                .withMaxRetries(-1)
                .abortIf((r, e) -> stopped || Thread.currentThread().isInterrupted())
                .onRetry(e -> LOG.log(
                        System.Logger.Level.WARNING,
                        "notifications are planned again: {0}",
                        e.getLastException().toString()))
                .build();
    }

    private Stream<MessageCreated> said(Delivery d) {
        try {
            return EventCodec.decode(d.getBody()) instanceof MessageCreated said ? Stream.of(said) : Stream.empty();
        } catch (Json.NotJson | Fields.Unfit | IllegalArgumentException e) {
            meters.count("recado.delivery.unreadable", "what", "event");
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "passed over from {0}: {1}",
                    d.getEnvelope().getRoutingKey(),
                    e.getMessage());
            return Stream.empty();
        }
    }
}
