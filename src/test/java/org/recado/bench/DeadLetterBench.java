package org.recado.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * All of many dead letters replayed as the console does it, beside messages at a steady rate. {@code still_bad}: commands
 * that cannot be read, so each letter comes back. {@code mended}: the same letters after their bodies were mended in the
 * table, so each is stored and its copies leave the queue.
 */
final class DeadLetterBench {

    private static final int LETTERS = 100_000;
    private static final int CHANNELS = 100;
    private static final int TEXT_BYTES = 60;
    private static final int WARM_UP = 50_000;
    private static final int PER_S = 20;
    private static final int SLICE_S = 5;
    private static final int SLICES_ALONE = 6;
    private static final int STILL_S = 15;
    private static final long PATIENCE_S = 1_200;
    private static final double MIB = 1 << 20;

    private final int letters;
    private final ChannelNames channels;
    private final Connection database;
    private final Server server;
    private final Road road;

    private DeadLetterBench(int letters, ChannelNames channels, Connection database, Server server, Road road) {
        this.letters = letters;
        this.channels = channels;
        this.database = database;
        this.server = server;
        this.road = road;
    }

    static void run(Bench asked) throws Exception {
        try (var server = Server.start(Map.of());
                var road = Road.at(server.amqp());
                var stored = Stored.configured();
                var database = Stored.connection()) {
            var channels = stored.channels(CHANNELS);
            road.flood(Commands.ofText(Road.newLoad(), channels, TEXT_BYTES), asked.share(WARM_UP));
            new DeadLetterBench(asked.share(LETTERS), channels, database, server, road).measure(asked);
        }
    }

    private void measure(Bench asked) throws Exception {
        var broken = Commands.ofText(Road.newLoad(), channels, TEXT_BYTES).broken();
        bury(broken);
        new Result("alone").put("per_s", PER_S).put("publish_to_event", alone()).print();
        if (asked.wants("still_bad")) {
            replay("still_bad", () -> waiting("times > 1") == letters);
        }
        if (asked.wants("mended")) {
            execute("update dead_letter set body = body || '}' where state = 'WAITING'");
            try (var listener = road.listen(broken, letters)) {
                replay("mended", () -> listener.heard() == letters);
            }
        }
    }

    private void bury(Commands broken) throws Exception {
        var start = System.nanoTime();
        road.publish(broken, letters);
        await(() -> waiting("true") == letters);
        new Result("buried")
                .put("letters", letters)
                .put("letters_per_s", letters / secondsSince(start), 0)
                .print();
    }

    private Latencies alone() throws Exception {
        List<Latencies> slices = new ArrayList<>();
        for (var i = 0; i < SLICES_ALONE; i++) {
            slices.add(slice());
        }
        return Latencies.of(slices);
    }

    private Latencies slice() throws Exception {
        return road.steady(Commands.ofText(Road.newLoad(), channels, TEXT_BYTES), SLICE_S * PER_S, PER_S, 0);
    }

    private void replay(String what, BooleanSupplier settled) throws Exception {
        var cpu = new Cpu(server.parts());
        var before = cpu.seconds();
        try (var jvm = ServerJvm.of(server.pid())) {
            var heap = jvm.heapAfterCollection();
            var resident = jvm.resident();
            var start = System.nanoTime();
            var replaying = CompletableFuture.supplyAsync(this::replayAll);
            List<Latencies> slices = new ArrayList<>();
            while (!replaying.isDone()) {
                slices.add(slice());
                resident = Math.max(resident, jvm.resident());
            }
            var seconds = (replaying.join() - start) / 1e9;
            await(settled);
            var result = new Result(what)
                    .put("letters", letters)
                    .put("replay_s", seconds, 1)
                    .put("letters_per_s", letters / seconds, 0)
                    .put("until_settled_s", secondsSince(start), 1)
                    .put("beside_per_s", PER_S)
                    .put("publish_to_event", Latencies.of(slices))
                    .put("resident_max_mib", resident / MIB, 0)
                    .put("heap_before_mib", heap / MIB, 0)
                    .put("heap_after_mib", jvm.heapAfterCollection() / MIB, 0);
            cpu.since(before).forEach((part, s) -> result.put("cpu_s_" + part, s, 1));
            result.put("copies_left", copiesLeft()).print();
        }
    }

    /** When it was done, by {@link System#nanoTime}. */
    private long replayAll() {
        try {
            new Rest(server.address()).replayDeadLetters();
            return System.nanoTime();
        } catch (Exception e) {
            throw new IllegalStateException("the replay has ended before all were replayed", e);
        }
    }

    // a sweep takes copies out for a while and gives some back, and rests after it
    private int copiesLeft() throws Exception {
        var left = -1;
        for (var still = 0; still < STILL_S; ) {
            var now = road.ready("recado.commands.dead");
            still = now == left ? still + 1 : 0;
            left = now;
            TimeUnit.SECONDS.sleep(1);
        }
        return left;
    }

    private int waiting(String which) {
        try (var select =
                database.prepareStatement("select count(*) from dead_letter where state = 'WAITING' and " + which)) {
            var rows = select.executeQuery();
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws Exception {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        var start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (secondsSince(start) > PATIENCE_S) {
                throw new IllegalStateException("not all letters are settled in " + PATIENCE_S + " s");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
