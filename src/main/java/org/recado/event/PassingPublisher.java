package org.recado.event;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.recado.platform.Amqp;
import org.recado.platform.Ending;
import org.recado.platform.Meters;
import org.recado.platform.StoreThreads;
import org.recado.platform.Topology;

/**
 * Tells what is of use only now, beside the way of everything else: nobody waits for it, the broker confirms nothing,
 * and what cannot be sent at once is not sent.
 */
@ApplicationScoped
public class PassingPublisher {

    private static final int MOST_WAITING = 1_000;
    private static final Duration STALE = Duration.ofSeconds(3);

    private record Waiting(Event.Passing event, long since) {}

    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private Optional<Channel> channel = Optional.empty();
    private Thread thread;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Meters meters;

    @Inject
    StoreThreads threads;

    @PostConstruct
    void start() {
        thread = threads.newThread(this::run);
        thread.start();
    }

    /** Never waits, and never fails. */
    public void offer(Event.Passing event) {
        if (!waiting.offer(new Waiting(event, System.nanoTime()))) {
            dropped();
        }
    }

    // a broker that takes nothing blocks this thread and no other
    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                send(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Waiting next) {
        if (System.nanoTime() - next.since() > STALE.toNanos()) {
            dropped();
            return;
        }
        try {
            channel()
                    .basicPublish(
                            Topology.EVENTS,
                            EventPublisher.routingKey(next.event()),
                            EventPublisher.TRANSIENT_JSON,
                            EventCodec.encode(next.event()));
        } catch (IOException | AlreadyClosedException e) {
            dropped();
        }
    }

    private Channel channel() throws IOException {
        if (channel.filter(Channel::isOpen).isEmpty()) {
            var opened = amqp.channel(Amqp.Use.PUBLISH);
            topology.declareExchangesOrAbort(opened);
            channel = Optional.of(opened);
        }
        return channel.get();
    }

    private void dropped() {
        meters.count("recado.passing.dropped");
    }

    void end(@Observes Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        thread.interrupt();
    }
}
