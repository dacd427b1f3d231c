package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.recado.platform.Amqp;
import org.recado.platform.Ending;
import org.recado.platform.Outside;
import org.recado.platform.Ready;

/** The consuming half of a core node, wired without a container; of what it takes it only notes the channel. */
final class LoneCore {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_MS = 50;

    private final CommandConsumer consumer = new CommandConsumer();
    private final Queue<String> taken = new ConcurrentLinkedQueue<>();
    /** The partitions that an operator has paused. */
    final Set<Integer> paused = ConcurrentHashMap.newKeySet();

    private final Amqp amqp;

    /** Starts it on this broker, with the agreements that are in {@code postgres}. */
    LoneCore(String name, int partitions, String broker, DataSource postgres) {
        var node = Outside.node(name);
        amqp = Outside.amqp(broker, node);
        consumer.amqp = amqp;
        consumer.node = node;
        consumer.nodes = Outside.nodes(postgres, node);
        consumer.topology = Outside.topology(partitions, node);
        consumer.layout = new Layout();
        consumer.layout.topology = consumer.topology;
        consumer.layout.sql = Outside.sql(postgres);
        consumer.pauses = new Pauses() {
            @Override
            Set<Integer> partitions() {
                return paused;
            }
        };
        consumer.posting = new Noting();
        consumer.threads = Outside.storeThreads();
        consumer.batchSize = 100;
        consumer.batchBytes = 1 << 20;
        consumer.start(new Ready());
    }

    private final class Noting extends Posting {

        @Override
        Decided decide(List<Arrival> batch) {
            batch.forEach(arrival -> taken.add(arrival.routingKey()));
            return new Decided(new Answers(), Map.of(), List.of());
        }

        @Override
        void keep(Decided decided) {}

        @Override
        void tell(Decided decided) {}
    }

    /** Why the broker is not connected. */
    Optional<String> broker() {
        return Outside.trouble(amqp);
    }

    void awaitUp() throws InterruptedException {
        await(() -> assertThat(consumer.trouble()).isEmpty());
    }

    /** What it says once it says something with this in it. */
    String awaitTrouble(String part) throws InterruptedException {
        await(() -> assertThat(consumer.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble).contains(part)));
        return consumer.trouble().orElseThrow();
    }

    void awaitTaken(String... channels) throws InterruptedException {
        await(() -> assertThat(taken).contains(channels));
    }

    /** Returns when the claim holds; fails as it does when it never comes to hold. */
    static void await(Runnable claim) throws InterruptedException {
        await(PATIENCE, claim);
    }

    static void await(Duration patience, Runnable claim) throws InterruptedException {
        for (var deadline = System.nanoTime() + patience.toNanos(); ; Thread.sleep(LOOK_AGAIN_MS)) {
            try {
                claim.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
        }
    }

    /** Ends it; a second time changes nothing. */
    void stop() {
        consumer.end(new Ending());
        Outside.stop(amqp);
    }
}
