package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.command.Command.CreateMessage;
import org.recado.command.CommandPublisher;
import org.recado.command.CommandPublishers;
import org.recado.platform.Amqp;
import org.recado.platform.Outside;
import org.recado.platform.Topology;
import org.recado.stack.Leash;
import org.recado.stack.RealStack;

/** A RabbitMQ cluster of three nodes, of which one is killed at a time. */
@Tag("real-servers")
class BrokerClusterIT {

    private static final Path FOLDER = Path.of("target", "broker-cluster").toAbsolutePath();
    private static final List<String> BROKERS = List.of("rabbitmq", "rabbitmq-2", "rabbitmq-3");
    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<String> DURABLE = List.of(
            Topology.partition(0), Topology.partition(1), Topology.partition(2), Topology.partition(3), Topology.DEAD);

    private static Leash leash;
    private static RealStack stack;
    private static LoneCore core;
    private static Amqp edge;
    private static CommandPublisher publisher;

    private final List<String> accepted = new ArrayList<>();

    private record Queue(String leader, int members, int online) {}

    @BeforeAll
    static void start() throws Exception {
        leash = Leash.in(Files.createDirectories(FOLDER));
        stack = RealStack.startBrokers(FOLDER.resolve("stack"), leash, BROKERS.size());
        var uris = stack.settings().get("RECADO_AMQP_URI");
        var postgres =
                Outside.postgres("cluster_" + UUID.randomUUID().toString().replace('-', '_'));
        core = new LoneCore("core", PARTITIONS, uris, postgres);
        core.awaitUp();
        edge = Outside.amqp(uris, Outside.node("edge"));
        publisher = CommandPublishers.on(edge, Outside.topology(PARTITIONS, Outside.node("edge")));
        LoneCore.await(() -> assertThat(edge.open(Amqp.Use.PUBLISH)).isPresent());
    }

    @AfterAll
    static void stop() {
        core.stop();
        Outside.stop(edge);
        stack.close();
        leash.close();
    }

    @Test
    void whatIsDurableIsOnAllOfThem() throws Exception {
        awaitWhole();
    }

    @Test
    void whatWasAcceptedIsTakenWhicheverLeaderDies() throws Exception {
        for (var partition : List.of(0, 1, 2)) {
            awaitWhole();
            var leader = queues().get(Topology.partition(partition)).leader();
            publish("before-" + partition, 100);
            stack.kill(leader);
            var died = System.nanoTime();
            publish("during-" + partition, 100);
            System.out.printf(
                    "cluster: %s, leader of partition %d, killed; 100 more accepted after %d ms%n",
                    leader, partition, (System.nanoTime() - died) / 1_000_000);
            core.awaitTaken(accepted.toArray(String[]::new));
            stack.start(leader);
        }
        awaitWhole();
        core.awaitUp();
    }

    @Test
    void aChannelKeepsItsQueueWhileNodesComeAndGo() throws Exception {
        awaitWhole();
        var before = ring();
        for (var broker : BROKERS) {
            stack.kill(broker);
            stack.start(broker);
        }
        awaitWhole();
        assertThat(ring()).isNotBlank().isEqualTo(before);
        try (var connection = open()) {
            assertThat(Topology.isInOrder(connection)).isTrue();
        }
    }

    // as an edge does, again until it is accepted
    private void publish(String name, int many) {
        var failed = new ConcurrentLinkedQueue<>(
                IntStream.range(0, many).mapToObj(i -> name + "-" + i).toList());
        for (String channel; (channel = failed.poll()) != null; ) {
            try {
                publisher
                        .publish(create(channel), Optional.empty())
                        .toCompletableFuture()
                        .join();
                accepted.add(channel);
            } catch (CompletionException e) {
                failed.add(channel);
            }
        }
    }

    private static CreateMessage create(String channel) {
        return RealBrokerIT.create(channel);
    }

    private static com.rabbitmq.client.Connection open() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(stack.brokerUri("rabbitmq"));
        return factory.newConnection("test");
    }

    private static String ring() {
        return stack.run(
                "rabbitmq-diagnostics", List.of("-q", "consistent_hash_exchange_ring_state", Topology.COMMANDS_HASH));
    }

    private static void awaitWhole() throws InterruptedException {
        LoneCore.await(PATIENCE, () -> {
            var queues = queues();
            assertThat(queues).containsKeys(DURABLE.toArray(String[]::new));
            DURABLE.forEach(queue -> {
                assertThat(queues.get(queue).members()).as(queue).isEqualTo(BROKERS.size());
                assertThat(queues.get(queue).online()).as(queue).isEqualTo(BROKERS.size());
            });
        });
    }

    private static Map<String, Queue> queues() {
        var queues = new TreeMap<String, Queue>();
        stack.run(
                        "rabbitmqctl",
                        List.of("-q", "list_queues", "--no-table-headers", "name", "leader", "members", "online"))
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(row -> row.length == 4)
                .forEach(row -> queues.put(row[0], new Queue(part(row[1]), many(row[2]), many(row[3]))));
        return queues;
    }

    private static int many(String nodes) {
        return nodes.split(",", -1).length;
    }

    // recado-2@localhost is the part rabbitmq-2
    private static String part(String node) {
        return node.replaceFirst("^recado(-\\d)?@.*", "rabbitmq$1");
    }
}
