package org.recado.platform;

import com.mongodb.client.MongoDatabase;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import javax.sql.DataSource;
import org.recado.stack.SharedStack;
import redis.clients.jedis.UnifiedJedis;

/** The parts of {@code platform} on the tests' stack, wired without a container and shared by all tests of the JVM. */
public final class Outside {

    private static final int TIMEOUT_MS = 5_000;

    public static final Meters METERS = new Meters();
    public static final Node NODE = node(Optional.empty());
    public static final Topology TOPOLOGY = topology(1, NODE);

    private Outside() {}

    /** Plain threads where a server would give managed ones. */
    public static class Threads implements ManagedThreadFactory {
        @Override
        public Thread newThread(Runnable work) {
            var thread = new Thread(work, "test");
            thread.setDaemon(true);
            return thread;
        }

        @Override
        public ForkJoinWorkerThread newThread(ForkJoinPool pool) {
            return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        }
    }

    public static StoreThreads storeThreads() {
        return storeThreads(new Threads());
    }

    public static StoreThreads storeThreads(ManagedThreadFactory factory) {
        var threads = new StoreThreads();
        threads.threads = factory;
        return threads;
    }

    private static Node node(Optional<String> name) {
        var node = new Node();
        node.configured = name;
        node.roles = List.of("edge", "core");
        return node;
    }

    /** Another node than this one. */
    public static Node node(String name) {
        return node(Optional.of(name));
    }

    /** So many partitions as {@code node} declares them. */
    public static Topology topology(int partitions, Node node) {
        var topology = new Topology();
        topology.partitions = partitions;
        topology.node = node;
        return topology;
    }

    /** The stack's broker. */
    public static Amqp amqp() {
        return amqp(SharedStack.setting("RECADO_AMQP_URI"));
    }

    public static Amqp amqp(String uri) {
        return amqp(uri, NODE);
    }

    public static Amqp amqp(String uri, Node node) {
        var amqp = new Amqp();
        amqp.uri = uri;
        amqp.node = node;
        amqp.threads = new Threads();
        amqp.start();
        return amqp;
    }

    /** Why it is not connected. */
    public static Optional<String> trouble(Amqp amqp) {
        return amqp.trouble();
    }

    /** Ends what {@link #amqp} made. */
    public static void stop(Amqp amqp) {
        amqp.stop();
    }

    /** Calls addresses in these networks too, each for so long. */
    public static Outbound outbound(String allowedNetworks, Duration atMost) {
        var outbound = new Outbound();
        outbound.allowedNetworks = Optional.of(allowedNetworks);
        outbound.atMost = atMost;
        outbound.deadlines = deadlines();
        outbound.start();
        return outbound;
    }

    /** Ends what {@link #outbound} made. */
    public static void stop(Outbound outbound) {
        outbound.stop();
        outbound.deadlines.stop();
    }

    /** Deadlines on a thread of their own. */
    public static Deadlines deadlines() {
        var deadlines = new Deadlines();
        deadlines.start(new Threads());
        return deadlines;
    }

    /** Ends what {@link #deadlines} made. */
    public static void stop(Deadlines deadlines) {
        deadlines.stop();
    }

    /** The stack's PostgreSQL, without a pool. */
    public static DataSource postgres() {
        return database(SharedStack.setting("RECADO_DATASOURCE_URL"));
    }

    /** The address of a schema of one's own in the stack's PostgreSQL. */
    public static String schema(String name) {
        var url = SharedStack.setting("RECADO_DATASOURCE_URL");
        return url + (url.contains("?") ? "&" : "?") + "currentSchema=" + name;
    }

    /** Everyone counts whom the broker lets publish; or where a list is given, they and whom {@code amqp} is. */
    public static Gateways gateways(Amqp amqp, String... trusted) {
        var gateways = new Gateways();
        gateways.amqp = amqp;
        gateways.trusted = trusted.length == 0 ? Optional.empty() : Optional.of(String.join(", ", trusted));
        return gateways;
    }

    static PlainDataSource database(String url) {
        return new PlainDataSource(new PostgresAddress(
                url,
                SharedStack.setting("RECADO_DATASOURCE_USER"),
                SharedStack.setting("RECADO_DATASOURCE_PASSWORD"),
                30));
    }

    /** A new schema with the tables of this release; {@link #schema} is its address. */
    public static DataSource postgres(String schema) throws SQLException, Unfit {
        try (var connection = postgres().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create schema " + schema);
        }
        StartUp.migrate(database(schema(schema)));
        return database(schema(schema));
    }

    /** The nodes that are up, by this one's eyes; the schema must be there. */
    public static Nodes nodes() {
        return nodes(postgres(), NODE);
    }

    public static Nodes nodes(DataSource postgres, Node node) {
        var nodes = new Nodes();
        nodes.sql = sql(postgres);
        nodes.node = node;
        return nodes;
    }

    /** Plain SQL on one connection of this source, each statement for itself. */
    public static Sql sql(DataSource postgres) {
        return new Sql() {
            private Optional<Connection> open = Optional.empty();

            @Override
            public synchronized Connection connection() throws SQLException {
                if (open.isEmpty() || open.get().isClosed()) {
                    open = Optional.of(postgres.getConnection());
                }
                return open.get();
            }
        };
    }

    /** The stack's MongoDB. */
    public static MongoDatabase mongo() {
        return mongo(SharedStack.setting("RECADO_MONGO_URI"), TIMEOUT_MS);
    }

    public static MongoDatabase mongo(String uri, int timeoutMs) {
        var producer = new MongoProducer();
        producer.uri = uri;
        producer.timeoutMs = timeoutMs;
        return producer.database(producer.client());
    }

    /** The stack's Redis. */
    public static UnifiedJedis redis() {
        return redis(SharedStack.setting("RECADO_REDIS_URI"));
    }

    public static UnifiedJedis redis(String uri) {
        var producer = new RedisProducer();
        producer.uri = uri;
        producer.timeoutMs = 500;
        return producer.client();
    }
}
