package org.recado.stack;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * PostgreSQL, a Mongo wire server, Redis and an AMQP broker with their data in one folder. A part whose address is configured
 * is used instead of started.
 */
public final class EmbeddedStack implements AutoCloseable {
    private final Settings settings;
    private final DataFolder data;
    private final Leash leash;
    private final Deque<Part> started = new ArrayDeque<>();
    private final Map<String, String> environment = new TreeMap<>();

    private EmbeddedStack(Settings settings, DataFolder data, Leash leash) {
        this.settings = settings;
        this.data = data;
        this.leash = leash;
    }

    /**
     * Starts what is not configured, on the ports {@code RECADO_DEV_<PART>_PORT}, else on free ones.
     *
     * @throws StackFailure when a part cannot start; what had started is stopped again
     */
    public static EmbeddedStack start(Path folder, Settings settings) {
        DataFolder data = DataFolder.open(folder);
        EmbeddedStack stack = new EmbeddedStack(settings, data, Leash.in(data.path()));
        try {
            stack.startParts();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private void startParts() {
        Path folder = data.path();
        if (!configured("RECADO_DATASOURCE_URL", "RECADO_DATASOURCE_USER", "RECADO_DATASOURCE_PASSWORD")) {
            start(Postgres.NAME, port -> Postgres.start(folder.resolve("postgres"), port, leash));
        }
        if (!configured("RECADO_MONGO_URI")) {
            start(MongoServer.NAME, port -> MongoServer.start(folder.resolve("mongo"), port));
        }
        if (!configured("RECADO_REDIS_URI")) {
            start(Redis.NAME, port -> Redis.start(folder.resolve("redis"), port, leash));
        }
        if (!configured("RECADO_AMQP_URI")) {
            start(Broker.NAME, port -> Broker.start(folder.resolve("amqp"), port));
        }
    }

    private boolean configured(String address, String... more) {
        settings.find(address).ifPresent(value -> environment.put(address, value));
        for (String key : more) {
            settings.find(key).ifPresent(value -> environment.put(key, value));
        }
        return environment.containsKey(address);
    }

    private void start(String name, IntFunction<Part> starter) {
        Part part = starter.apply(settings.port(name, "RECADO_DEV_" + name.toUpperCase(Locale.ROOT) + "_PORT"));
        started.push(part);
        environment.putAll(part.settings());
    }

    /** The {@code RECADO_…} variables that lead a server to the stack. */
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    Path folder() {
        return data.path();
    }

    Leash leash() {
        return leash;
    }

    /** Stops the parts, the last one started first; one that will not stop does not keep the others. */
    @Override
    public void close() {
        try (data;
                leash) {
            closeParts();
        }
    }

    private void closeParts() {
        if (!started.isEmpty()) {
            Part last = started.pop();
            try {
                last.close();
            } finally {
                closeParts();
            }
        }
    }
}
