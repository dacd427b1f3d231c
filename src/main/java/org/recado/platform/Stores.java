package org.recado.platform;

import com.mongodb.client.MongoDatabase;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.bson.Document;
import redis.clients.jedis.RedisClient;

/** How the stores and the broker are, asked at most once a second, each with a deadline: a frozen one is down. */
@ApplicationScoped
public class Stores {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final long DEADLINE_MS = 2_000;

    @Resource(lookup = "java:global/jdbc/recado")
    DataSource postgres;

    @Inject
    MongoDatabase mongo;

    @Inject
    RedisClient redis;

    @Inject
    Amqp amqp;

    @Resource
    ManagedThreadFactory threads;

    private ExecutorService executor;

    /** Up, or down and why in a few words without addresses or secrets. */
    public record State(boolean up, String detail) {
        static final State UP = new State(true, "");
    }

    private record Look(Instant at, Map<String, State> states) {}

    private Look last = new Look(Instant.MIN, Map.of());

    // a thread for each question: one that gets no answer must not hold the others up
    @PostConstruct
    void start() {
        executor = Executors.newCachedThreadPool(threads);
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }

    /** By name: postgres, mongo, amqp, redis. */
    public synchronized Map<String, State> look() {
        if (last.at().isBefore(Instant.now().minus(FRESH))) {
            var states = askAll();
            last = new Look(Instant.now(), states);
        }
        return last.states();
    }

    /** Whether all that messages need is up; Redis is not among it. */
    static boolean areEnough(Map<String, State> states) {
        return states.get("postgres").up()
                && states.get("mongo").up()
                && states.get("amqp").up();
    }

    private interface Question {
        void ask() throws SQLException, IOException, TimeoutException;
    }

    private Map<String, State> askAll() {
        Map<String, CompletableFuture<State>> asked = new LinkedHashMap<>();
        asked.put("postgres", ask(this::askPostgres));
        asked.put("mongo", ask(() -> mongo.runCommand(new Document("ping", 1))));
        asked.put("amqp", ask(this::askAmqp));
        asked.put("redis", ask(redis::ping));
        Map<String, State> states = new LinkedHashMap<>();
        asked.forEach((name, state) -> states.put(name, state.join()));
        return states;
    }

    private CompletableFuture<State> ask(Question question) {
        return CompletableFuture.supplyAsync(() -> answer(question), executor)
                .completeOnTimeout(
                        new State(false, "no answer in " + DEADLINE_MS + " ms"), DEADLINE_MS, TimeUnit.MILLISECONDS);
    }

    // whatever a client throws when its server is away is the answer
    private static State answer(Question question) {
        try {
            question.ask();
            return State.UP;
        } catch (SQLException | IOException | TimeoutException | RuntimeException e) {
            return new State(false, e.getClass().getSimpleName());
        }
    }

    private void askPostgres() throws SQLException {
        try (var connection = postgres.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select 1");
        }
    }

    // a channel is a round trip: the connections to a frozen broker look open until their heartbeats are missed
    private void askAmqp() throws IOException, TimeoutException {
        if (amqp.open(Amqp.Use.CONSUME).isEmpty()) {
            throw new IOException("not connected");
        }
        amqp.channel(Amqp.Use.PUBLISH).close();
    }
}
