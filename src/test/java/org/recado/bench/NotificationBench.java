package org.recado.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What notifications cost. {@code path}: the road without and with them, flooded and at a steady rate. {@code crowd}: one
 * message to a channel of ten thousand, all of whom want to be told, until all are; and the road at a steady rate while
 * such messages come.
 */
final class NotificationBench {

    private static final int CHANNELS = 100;
    private static final int TEXT_BYTES = 60;
    private static final int WARM_UP = 150_000;
    private static final int MESSAGES = 100_000;
    private static final int STEADY_PER_S = 100;
    private static final int STEADY_S = 30;
    private static final int STEADY_WARM_UP_S = 10;
    private static final int CROWD = 10_000;
    private static final int CROWD_MESSAGES = 5;
    private static final int CROWD_EVERY_S = 3;
    private static final int DELAY_MS = 1_000;
    private static final long POLL_MS = 10;
    private static final long PATIENCE_MS = 120_000;

    private final Bench asked;
    private final Stored stored;

    private NotificationBench(Bench asked, Stored stored) {
        this.asked = asked;
        this.stored = stored;
    }

    static void run(Bench asked) throws Exception {
        try (var stored = Stored.configured()) {
            new NotificationBench(asked, stored).run();
        }
    }

    private void run() throws Exception {
        if (asked.wants("path")) {
            try (var server = Server.start(Map.of("RECADO_NOTIFICATION_ENABLED", "false"));
                    var road = Road.at(server.amqp())) {
                path("off", server, road);
            }
        }
        try (var server = Server.start(Map.of(
                        "RECADO_NOTIFICATION_DEFAULT_LEVEL",
                        "all",
                        "RECADO_NOTIFICATION_DELAY_MS",
                        Integer.toString(DELAY_MS)));
                var road = Road.at(server.amqp())) {
            if (asked.wants("path")) {
                path("on", server, road);
            }
            if (asked.wants("crowd")) {
                crowd(server, road);
            }
        }
    }

    private Commands commands() throws SQLException {
        return commands(stored.people(CHANNELS, 1).channels());
    }

    private static Commands commands(ChannelNames channels) {
        return Commands.ofText(Road.newLoad(), channels, TEXT_BYTES);
    }

    private void path(String notifications, Server server, Road road) throws Exception {
        road.flood(commands(), asked.share(WARM_UP));
        var cpu = new Cpu(server.parts());
        var before = cpu.seconds();
        var messages = asked.share(MESSAGES);
        var seconds = road.flood(commands(), messages);
        var result = new Result("path")
                .put("notifications", notifications)
                .put("messages", messages)
                .put("messages_per_s", messages / seconds, 0);
        cpu.since(before).forEach((part, s) -> result.put("cpu_s_" + part, s, 2));
        result.print();
        steady("path", notifications, road);
    }

    private void steady(String name, String notifications, Road road) throws Exception {
        var discarded = asked.share(STEADY_WARM_UP_S * STEADY_PER_S);
        var messages = asked.share(STEADY_S * STEADY_PER_S);
        var took = road.steady(commands(), messages + discarded, STEADY_PER_S, discarded);
        new Result(name)
                .put("notifications", notifications)
                .put("per_s", STEADY_PER_S)
                .put("publish_to_event", took)
                .print();
    }

    private void crowd(Server server, Road road) throws Exception {
        var people = stored.people(1, asked.share(CROWD));
        try (var jvm = ServerJvm.of(server.pid());
                var database = Stored.connection()) {
            if (!asked.wants("path")) {
                road.flood(commands(), asked.share(WARM_UP));
            }
            tell(road, people, database);
            var heap = jvm.heapAfterCollection();
            var allocated = jvm.allocated();
            var planned = new ArrayList<Long>();
            var sent = new ArrayList<Long>();
            for (var i = 0; i < CROWD_MESSAGES; i++) {
                var took = tell(road, people, database);
                planned.add(took[0]);
                sent.add(took[1]);
            }
            new Result("crowd")
                    .put("members", people.count())
                    .put("messages", CROWD_MESSAGES)
                    .put("rows_each", people.count())
                    .put("all_planned_median_ms", median(planned))
                    .put("all_told_after_delay_median_ms", median(sent) - DELAY_MS)
                    .put(
                            "allocated_kib_a_member",
                            jvm.allocatedSince(allocated) / 1_024.0 / CROWD_MESSAGES / people.count(),
                            1)
                    .put("heap_grown_kib", (jvm.heapAfterCollection() - heap) / 1_024)
                    .print();
        }
        steady("steady_alone", "on", road);
        var timer = Executors.newSingleThreadScheduledExecutor();
        try (var more = Road.at(server.amqp())) {
            var saying = timer.scheduleAtFixedRate(() -> say(more, people), 0, CROWD_EVERY_S, TimeUnit.SECONDS);
            steady("steady_beside_a_crowd", "on", road);
            if (saying.isDone()) {
                saying.get(); // why it ended
            }
        } finally {
            timer.shutdownNow();
        }
    }

    private static void say(Road road, People people) {
        try {
            road.publish(commands(people.channels()), 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One message; the milliseconds until all are planned and until all are told. */
    private static long[] tell(Road road, People people, Connection database) throws Exception {
        var channel = people.channels().name(0);
        var before = rows(database, channel, "'PLANNED', 'SENT'");
        var start = System.nanoTime();
        say(road, people);
        await(database, channel, "'PLANNED', 'SENT'", before + people.count());
        var planned = System.nanoTime();
        await(database, channel, "'SENT'", before + people.count());
        var sent = System.nanoTime();
        return new long[] {TimeUnit.NANOSECONDS.toMillis(planned - start), TimeUnit.NANOSECONDS.toMillis(sent - start)};
    }

    private static void await(Connection database, String channel, String states, int wanted) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (rows(database, channel, states) < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not all are told in " + PATIENCE_MS + " ms");
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static int rows(Connection database, String channel, String states) throws SQLException {
        try (var select = database.prepareStatement(
                "select count(*) from notification where channel_id = ? and state in (" + states + ")")) {
            select.setString(1, channel);
            var rows = select.executeQuery();
            rows.next();
            return rows.getInt(1);
        }
    }

    private static long median(List<Long> values) {
        var sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }
}
