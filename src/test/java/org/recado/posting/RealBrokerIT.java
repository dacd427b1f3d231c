package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recado.command.Command.CreateMessage;
import org.recado.command.CommandCodec;
import org.recado.command.CommandPublisher;
import org.recado.command.CommandPublishers;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Amqp;
import org.recado.platform.Outside;
import org.recado.platform.Topology;
import org.recado.stack.Leash;
import org.recado.stack.PayaraMicro;
import org.recado.stack.Ports;
import org.recado.stack.RealStack;
import org.recado.stack.SharedStack;

/**
 * What can be wrong with a RabbitMQ, on one of the test's own, since a whole broker loses a plugin or is stopped; the
 * cores' agreements are in a schema of each test's own. A core that refuses says why and consumes nothing, and goes on by
 * itself once the cause is gone.
 */
@Tag("real-servers")
class RealBrokerIT {

    private static final Path FOLDER = Path.of("target", "real-broker").toAbsolutePath();
    private static final String PLUGIN = "rabbitmq_consistent_hash_exchange";
    private static final int MANY = 4;
    private static final int CHANNELS = 200;
    private static final int PATIENCE_S = 30;
    private static final Duration BOOT = Duration.ofMinutes(3);

    private static Leash leash;
    private static RealStack stack;
    private static String uri;

    private final String schema = "broker_" + UUID.randomUUID().toString().replace('-', '_');
    private final List<LoneCore> cores = new ArrayList<>();
    private DataSource postgres;
    private Connection connection;
    private Amqp edge;
    private CommandPublisher publisher;

    @BeforeAll
    static void startBroker() throws IOException {
        leash = Leash.in(Files.createDirectories(FOLDER));
        stack = RealStack.start(FOLDER.resolve("stack"), leash, List.of("rabbitmq"));
        uri = stack.settings().get("RECADO_AMQP_URI");
    }

    @AfterAll
    static void stopBroker() {
        stack.close();
        leash.close();
    }

    @BeforeEach
    void connect() throws Exception {
        postgres = Outside.postgres(schema);
        connection = open();
        forgetAll();
        edge = Outside.amqp(uri);
        publisher = CommandPublishers.on(edge, Outside.TOPOLOGY);
        awaitEdge();
    }

    private static Connection open() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(uri);
        return factory.newConnection("test");
    }

    private void forgetAll() throws Exception {
        try (var channel = connection.createChannel()) {
            for (var i = 0; i < MANY; i++) {
                channel.queueDelete(Topology.partition(i));
            }
            channel.queueDelete(Topology.DEAD);
            for (var exchange : List.of(Topology.COMMANDS, Topology.COMMANDS_HASH, Topology.COMMANDS_RING)) {
                channel.exchangeDelete(exchange);
            }
        }
    }

    private void awaitEdge() throws InterruptedException {
        LoneCore.await(() -> assertThat(edge.open(Amqp.Use.PUBLISH)).isPresent());
    }

    @AfterEach
    void disconnect() {
        cores.forEach(LoneCore::stop);
        Outside.stop(edge);
        connection.abort();
    }

    @Test
    void anotherNumberIsTakenWhereNothingIsLeft() throws Exception {
        for (var partitions : new int[] {1, MANY, 1}) {
            var core = core("core", partitions);
            core.awaitUp();
            assertThat(consumed()).containsExactlyElementsOf(queues(partitions));
            var channels = channels("by-" + partitions);
            channels.forEach(this::publish);
            core.awaitTaken(channels.toArray(String[]::new));
            end(core);
        }
        assertThat(Topology.isInOrder(connection))
                .as("no ring is left to wait for")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | 4 | set it to 1, or stop all cores once the queue recado.commands.0 is empty and start them with 4
            4 | 1 | set it to 4, or stop all cores once the queues recado.commands.0 to 3 are empty and start them with 1
            """)
    void anotherNumberIsRefusedWhileCommandsAreLeft(int agreed, int wanted, String whatToDo) throws Exception {
        agree(agreed);
        publish("left");
        var core = core("later", wanted);
        assertThat(core.awaitTrouble("in use"))
                .isEqualTo("recado.commands.partitions is %d, but the queues were made for %d and are in use: %s"
                        .formatted(wanted, agreed, whatToDo));
        assertThat(consumed()).isEmpty();
        assertThat(drained()).containsOnlyKeys("left");
        core.awaitUp();
        publish("after");
        core.awaitTaken("after");
    }

    @Test
    void whatTheOtherCoresAgreedOnHoldsWhileOneOfThemRuns() throws Exception {
        var cores = List.of(core("one", MANY), core("other", MANY));
        for (var core : cores) {
            core.awaitUp();
        }
        var late = core("late", 1);
        assertThat(late.awaitTrouble("in use")).contains("is 1, but the queues were made for 4");
        publish("meanwhile");
        assertThat(consumed()).containsExactlyElementsOf(queues(MANY));
        cores.forEach(LoneCore::stop);
        late.awaitUp();
        assertThat(consumed()).containsExactly(Topology.partition(0));
    }

    @Test
    void aGatewayWithTheReadmesPermissionsDoesItsWorkAndSpeaksUnderItsOwnName() throws Exception {
        var core = core("core", 1);
        core.awaitUp();
        stack.run("rabbitmqctl", List.of("-q", "add_user", "gateway", "secret"));
        stack.run("rabbitmqctl", readmesPermissions());
        var factory = new ConnectionFactory();
        factory.setUri(uri);
        factory.setUsername("gateway");
        factory.setPassword("secret");
        try (var gateway = factory.newConnection("gateway")) {
            var channel = gateway.createChannel();
            channel.confirmSelect();
            channel.queueDeclare("gateway.events", false, true, true, Map.of());
            channel.queueBind("gateway.events", Topology.EVENTS, "channel.#");
            var mine = new BasicProperties.Builder().userId("gateway").build();
            channel.basicPublish(Topology.COMMANDS, "by-a-gateway", true, mine, command("by-a-gateway"));
            channel.waitForConfirmsOrDie(PATIENCE_S * 1_000L);
            core.awaitTaken("by-a-gateway");

            refused(
                    gateway,
                    c -> c.basicPublish(
                            Topology.COMMANDS,
                            "x",
                            true,
                            new BasicProperties.Builder().userId("recado").build(),
                            command("x")));
            refused(gateway, c -> c.basicPublish(Topology.EVENTS, "channel.00.x", null, command("x")));
            refused(gateway, c -> c.basicPublish("", Topology.partition(0), null, command("x")));
            refused(gateway, c -> c.basicConsume(Topology.partition(0), new DefaultConsumer(c)));
        } finally {
            stack.run("rabbitmqctl", List.of("-q", "delete_user", "gateway"));
        }
    }

    private static List<String> readmesPermissions() throws IOException {
        var line = Files.readString(Path.of("README.md"))
                .lines()
                .filter(l -> l.strip().startsWith("rabbitmqctl set_permissions"))
                .findFirst()
                .orElseThrow()
                .replace("VHOST", "/")
                .replace("GATEWAY", "gateway")
                .replace("'", "");
        var words = new ArrayList<>(List.of(line.strip().split(" ")));
        words.set(0, "-q");
        return words;
    }

    private interface Attempt {
        void on(Channel channel) throws IOException;
    }

    // what the broker refuses closes the channel, now or at the next question
    private static void refused(Connection gateway, Attempt attempt) throws Exception {
        var channel = gateway.createChannel();
        channel.confirmSelect();
        assertThatThrownBy(() -> {
                    attempt.on(channel);
                    channel.queueDeclare("gateway.asked", false, true, true, Map.of());
                })
                .hasStackTraceContaining("channel error; protocol method");
    }

    @Test
    void aQueueWithOtherArgumentsIsNamed() throws Exception {
        try (var channel = connection.createChannel()) {
            channel.queueDeclare(Topology.partition(2), true, false, false, Map.of());
            var core = core("core", MANY);
            assertThat(core.awaitTrouble("other arguments"))
                    .contains("queue 'recado.commands.2'", "when it is empty delete it");
            assertThat(consumed()).isEmpty();
            assertUnavailable();
            channel.queueDelete(Topology.partition(2));
            core.awaitUp();
            publish("after");
            core.awaitTaken("after");
        }
    }

    @Test
    void aUserWhoMayDeclareNothingIsToldWhatItLacksAndGetsByWithWhatIsDeclared() throws Exception {
        stack.run("rabbitmqctl", List.of("-q", "add_user", "little", "secret"));
        try {
            may("^recado\\.events$", "^recado\\.");
            var core = new LoneCore("little", 1, uri.replaceFirst("//[^@]+@", "//little:secret@"), postgres);
            cores.add(core);
            assertThat(core.awaitTrouble("may not declare"))
                    .contains("exchange recado.commands (topic, durable)", "\"configure\"")
                    .doesNotContain("secret");

            agree(1);
            assertThat(core.awaitTrouble("the right \"write\"")).contains("queue 'recado.commands.0'");
            may("^recado\\..*$", "^recado\\.events$");
            assertThat(core.awaitTrouble("the right \"read\"")).contains("exchange 'recado.commands'");
            may("^recado\\..*$", "^recado\\.");
            assertThat(core.awaitTrouble("amq.default")).contains("the right \"write\"");

            may("^(recado\\..*|amq\\.default)$", "^recado\\.");
            core.awaitUp();
            publish("by-little");
            core.awaitTaken("by-little");
        } finally {
            stack.run("rabbitmqctl", List.of("-q", "delete_user", "little"));
        }
    }

    private static void may(String write, String read) {
        stack.run("rabbitmqctl", List.of("-q", "set_permissions", "little", "^$", write, read));
    }

    @Test
    void aBrokerThatLetsTheNodeNotInIsSaidToDoSo() throws Exception {
        var core = new LoneCore("stranger", 1, uri.replaceFirst("//[^@]+@", "//stranger:secret@"), postgres);
        cores.add(core);
        LoneCore.await(() -> assertThat(core.broker())
                .hasValueSatisfying(
                        said -> assertThat(said).contains("recado.amqp.uri").doesNotContain("secret")));
        var nowhere = new LoneCore("nowhere", 1, uri.replaceFirst("/[^/]*$", "/nowhere"), postgres);
        cores.add(nowhere);
        LoneCore.await(() -> assertThat(nowhere.broker())
                .hasValueSatisfying(said -> assertThat(said).contains("virtual host", "nowhere")));
    }

    @Test
    void withoutThePluginOnlyOnePartitionIsToBeHad() throws Exception {
        stack.run("rabbitmq-plugins", List.of("-q", "disable", PLUGIN));
        LoneCore many;
        try {
            many = core("many", MANY);
            assertThat(many.awaitTrouble("plugin"))
                    .contains(PLUGIN, "enable it on every broker node, or set the key to 1");
            assertThat(consumed()).isEmpty();
            assertUnavailable();
            var one = core("one", 1);
            one.awaitUp();
            publish("by-one");
            one.awaitTaken("by-one");
            end(one);
        } finally {
            stack.run("rabbitmq-plugins", List.of("-q", "enable", PLUGIN));
        }
        many.awaitUp();
        publish("by-many");
        many.awaitTaken("by-many");
    }

    @Test
    void aChannelKeepsItsQueueOverAStopOfTheBroker() throws Exception {
        agree(MANY);
        channels("kept").forEach(this::publish);
        var before = drained();
        assertThat(before).hasSize(CHANNELS);
        assertThat(before.values()).as("all are used").contains(queues(MANY).toArray(String[]::new));

        stack.stop("rabbitmq");
        stack.start("rabbitmq");
        connection = open();
        awaitEdge();
        assertThat(Topology.isInOrder(connection)).isFalse();
        assertUnavailable();

        agree(MANY);
        channels("kept").forEach(this::publish);
        assertThat(drained()).isEqualTo(before);
    }

    @Test
    void aNodeThatMayNotConsumeIsNotReadyUntilItMay() throws Exception {
        agree(1);
        publish("left");
        var settings = new TreeMap<>(SharedStack.environment());
        settings.put("RECADO_AMQP_URI", uri);
        settings.put("RECADO_DATASOURCE_URL", Outside.schema(schema));
        settings.put("RECADO_AUTH_TOKEN_SECRET", UUID.randomUUID().toString());
        settings.put("RECADO_COMMANDS_PARTITIONS", Integer.toString(MANY));
        try (var node = PayaraMicro.start(FOLDER, Ports.free(), settings, leash)) {
            node.hush();
            awaitUnready(node, "set it to 1, or stop all cores once the queue recado.commands.0 is empty");
            assertThat(consumed()).isEmpty();
            assertThat(drained()).containsOnlyKeys("left");
            node.awaitReady(BOOT);
            assertThat(consumed()).containsExactlyElementsOf(queues(MANY));
        }
    }

    private static void awaitUnready(PayaraMicro node, String line) throws InterruptedException {
        var ready = HttpRequest.newBuilder(URI.create(node.address() + "health/ready"))
                .build();
        var client = HttpClient.newHttpClient();
        LoneCore.await(BOOT, () -> {
            // empty while nobody listens there yet
            var answer = client.sendAsync(ready, BodyHandlers.ofString())
                    .handle((answered, failure) -> Optional.ofNullable(answered))
                    .join();
            assertThat(answer).hasValueSatisfying(unready -> {
                assertThat(unready.statusCode()).isEqualTo(503);
                assertThat(unready.body()).contains(line);
            });
        });
    }

    /** A core that is stopped with the test at the latest. */
    private LoneCore core(String name, int partitions) {
        var core = new LoneCore(name, partitions, uri, postgres);
        cores.add(core);
        return core;
    }

    /** What a core leaves behind that has come up and has been stopped. */
    private void agree(int partitions) throws InterruptedException {
        var core = core("earlier", partitions);
        core.awaitUp();
        end(core);
    }

    // what it took and had not acked yet comes back, and would keep the queues in use
    private void end(LoneCore core) throws InterruptedException {
        core.stop();
        LoneCore.await(() -> assertThat(consumed()).isEmpty());
        drained();
    }

    private static List<String> queues(int partitions) {
        return IntStream.range(0, partitions).mapToObj(Topology::partition).toList();
    }

    private static List<String> channels(String name) {
        return IntStream.range(0, CHANNELS).mapToObj(i -> name + "-" + i).toList();
    }

    private void publish(String channel) {
        publisher
                .publish(create(channel), Optional.empty())
                .toCompletableFuture()
                .join();
    }

    private static byte[] command(String channel) {
        return CommandCodec.encode(create(channel));
    }

    static CreateMessage create(String channel) {
        return new CreateMessage(new UserId("ana"), new ChannelId(channel), Optional.empty(), Instant.EPOCH, "x");
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> publish("refused"))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    /** The partitions that somebody consumes. */
    private List<String> consumed() {
        return queues(MANY).stream().filter(this::isConsumed).toList();
    }

    private boolean isConsumed(String queue) {
        return look(channel -> channel.queueDeclarePassive(queue).getConsumerCount())
                        .orElse(0)
                > 0;
    }

    /** Takes all that waits in the partitions: its channel, and the queue it was in. */
    private Map<String, String> drained() {
        var drained = new TreeMap<String, String>();
        for (var queue : queues(MANY)) {
            look(channel -> waiting(channel, queue)).ifPresent(all -> all.forEach(one -> drained.put(one, queue)));
        }
        return drained;
    }

    // by a consumer: a queue with a single active one can not be asked for the next message
    private static List<String> waiting(Channel channel, String queue) throws IOException {
        var waiting = channel.queueDeclarePassive(queue).getMessageCount();
        var taken = new LinkedBlockingQueue<String>();
        channel.basicConsume(
                queue, true, (tag, got) -> taken.add(got.getEnvelope().getRoutingKey()), tag -> {});
        return IntStream.range(0, waiting).mapToObj(i -> next(taken)).toList();
    }

    private static String next(BlockingQueue<String> taken) {
        try {
            return Objects.requireNonNull(
                    taken.poll(PATIENCE_S, TimeUnit.SECONDS), "the broker said that there is more");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Look<T> {
        T at(Channel channel) throws IOException;
    }

    // empty where the queue is not there, for which the broker closes the channel
    private <T> Optional<T> look(Look<T> look) {
        try (var channel = connection.createChannel()) {
            return Optional.ofNullable(look.at(channel));
        } catch (IOException e) {
            assertThat(e).hasRootCauseInstanceOf(ShutdownSignalException.class).hasStackTraceContaining("NOT_FOUND");
            return Optional.empty();
        } catch (TimeoutException e) {
            throw new AssertionError("the channel would not close", e);
        }
    }
}
