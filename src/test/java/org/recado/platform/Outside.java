package org.recado.platform;

import com.mongodb.client.MongoDatabase;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import javax.sql.DataSource;
import org.recado.stack.SharedStack;
import redis.clients.jedis.RedisClient;

/** The parts of {@code platform} on the tests' stack, wired without a container and shared by all tests of the JVM. */
public final class Outside {

    private static final int TIMEOUT_MS = 5_000;

    public static final Meters METERS = new Meters();
    public static final Node NODE = node();
    public static final Topology TOPOLOGY = topology();

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

    private static Node node() {
        var node = new Node();
        node.configured = Optional.empty();
        node.roles = List.of("edge", "core");
        return node;
    }

    private static Topology topology() {
        var topology = new Topology();
        topology.partitions = 1;
        topology.node = NODE;
        return topology;
    }

    /** The stack's broker. */
    public static Amqp amqp() {
        return amqp(SharedStack.setting("RECADO_AMQP_URI"));
    }

    public static Amqp amqp(String uri) {
        var amqp = new Amqp();
        amqp.uri = uri;
        amqp.node = NODE;
        amqp.threads = new Threads();
        amqp.start();
        return amqp;
    }

    /** Ends what {@link #amqp} made. */
    public static void stop(Amqp amqp) {
        amqp.stop();
    }

    /** The stack's PostgreSQL, without a pool. */
    public static DataSource postgres() {
        return new PlainDataSource(new PostgresAddress(
                SharedStack.setting("RECADO_DATASOURCE_URL"),
                SharedStack.setting("RECADO_DATASOURCE_USER"),
                SharedStack.setting("RECADO_DATASOURCE_PASSWORD"),
                30));
    }

    /** The nodes that are up; the schema must be there. */
    public static Nodes nodes() {
        var nodes = new Nodes();
        nodes.postgres = postgres();
        nodes.node = NODE;
        return nodes;
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
    public static RedisClient redis() {
        return redis(SharedStack.setting("RECADO_REDIS_URI"));
    }

    public static RedisClient redis(String uri) {
        var producer = new RedisProducer();
        producer.uri = URI.create(uri);
        producer.timeoutMs = 500;
        return producer.client();
    }
}
