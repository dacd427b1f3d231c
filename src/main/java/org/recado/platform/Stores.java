package org.recado.platform;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.bson.Document;
import redis.clients.jedis.UnifiedJedis;

/** How the stores and the broker are, asked at most once a second, each with a deadline: a frozen one is down. */
@ApplicationScoped
public class Stores {

    /** What is asked. */
    public static final List<String> NAMES = List.of("postgres", "mongo", "amqp", "redis");

    private static final System.Logger LOG = System.getLogger(Stores.class.getName());
    private static final List<String> SAID_HERE = List.of("mongo", "redis");
    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @Inject
    Sql sql;

    @Inject
    MongoDatabase mongo;

    @Inject
    UnifiedJedis redis;

    @Inject
    Amqp amqp;

    @Inject
    Deadlines deadlines;

    @Inject
    StoreThreads threads;

    private ExecutorService executor;

    /**
     * Up, or down and why in a few words without addresses or secrets.
     *
     * @param took how long the answer took, or was waited for
     * @param lastUp when it was up the last time that this node has asked
     */
    public record State(boolean up, String detail, Duration took, Optional<Instant> lastUp) {}

    private record Answer(Optional<String> fault, boolean isToMend, Duration took) {}

    private record Look(Instant at, Map<String, State> states) {}

    private Look last = new Look(Instant.MIN, Map.of());
    private volatile boolean hasSchema;
    private volatile boolean hasWritten;

    // made here, since whoever asks first may have a thread that could not look the resources up; the first look is for
    // the log
    void begin(@Observes Begun begun) {
        executor.execute(this::look);
    }

    void ready(@Observes Ready ready) {
        hasSchema = true;
    }

    // a thread for each question: one that gets no answer must not hold the others up
    @PostConstruct
    void start() {
        executor = Executors.newCachedThreadPool(threads);
    }

    void end(@Observes Ending ending) {
        stop();
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
    public static boolean areEnough(Map<String, State> states) {
        return states.get("postgres").up()
                && states.get("mongo").up()
                && states.get("amqp").up();
    }

    private interface Question {
        void ask() throws SQLException, IOException, TimeoutException;
    }

    private Map<String, State> askAll() {
        Map<String, CompletableFuture<Answer>> asked = new LinkedHashMap<>();
        asked.put("postgres", ask(this::askPostgres));
        asked.put("mongo", ask(this::askMongo));
        asked.put("amqp", ask(this::askAmqp));
        asked.put("redis", ask(() -> RedisServer.requireFit(redis)));
        Map<String, State> states = new LinkedHashMap<>();
        asked.forEach((name, answer) -> states.put(name, state(name, answer.join())));
        return states;
    }

    // what an operator has to mend is said once, until it changes; PostgreSQL and the broker are said where they are
    // used
    private void say(String name, Answer answer) {
        var before = Optional.ofNullable(last.states().get(name)).map(State::detail);
        if (answer.isToMend() && SAID_HERE.contains(name) && !before.equals(answer.fault())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be used: {1}",
                    name,
                    answer.fault().orElseThrow());
        }
    }

    private State state(String name, Answer answer) {
        say(name, answer);
        var before = Optional.ofNullable(last.states().get(name)).flatMap(State::lastUp);
        return answer.fault()
                .map(fault -> new State(false, fault, answer.took(), before))
                .orElseGet(() -> new State(true, "", answer.took(), Optional.of(Instant.now())));
    }

    private CompletableFuture<Answer> ask(Question question) {
        var tooLate = new Answer(Optional.of("no answer in " + DEADLINE.toMillis() + " ms"), false, DEADLINE);
        try {
            return deadlines.within(DEADLINE, CompletableFuture.supplyAsync(() -> answer(question), executor), tooLate);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(
                    new Answer(Optional.of("not asked, the node is stopping"), false, Duration.ZERO));
        }
    }

    // whatever a client throws when its server is away is the answer
    private static Answer answer(Question question) {
        var start = System.nanoTime();
        Optional<String> fault = Optional.empty();
        var isToMend = false;
        try {
            question.ask();
        } catch (SQLException | IOException | TimeoutException | RuntimeException e) {
            fault = Optional.of(Fault.of(e));
            isToMend = Fault.toMend(e).isPresent();
        }
        return new Answer(fault, isToMend, Duration.ofNanos(System.nanoTime() - start));
    }

    // before the schema is there by a connection of its own: a server's pool writes a storm of what it cannot have
    private void askPostgres() throws SQLException {
        if (hasSchema) {
            sql.ping();
        } else {
            try (var connection = sql.own()) {
                Sql.ping(connection);
            }
        }
    }

    // who may only read is found out by a change of nothing; once it was let, a ping is enough
    private void askMongo() {
        if (!hasWritten) {
            mongo.getCollection("events").updateOne(Filters.eq("_id", ""), Updates.set("text", ""));
            hasWritten = true;
        }
        mongo.runCommand(new Document("ping", 1));
    }

    // a channel is a round trip: the connections to a frozen broker look open until their heartbeats are missed
    private void askAmqp() throws IOException, TimeoutException {
        if (amqp.open(Amqp.Use.CONSUME).isEmpty()) {
            throw amqp.trouble()
                    .map(Unfit::new)
                    .map(IOException.class::cast)
                    .orElseGet(() -> new IOException("not connected"));
        }
        amqp.channel(Amqp.Use.PUBLISH).close();
    }
}
