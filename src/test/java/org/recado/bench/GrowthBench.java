package org.recado.bench;

import java.net.URI;
import java.util.Map;

/**
 * Where the road bends: messages a second by the number of channels, the rows that are stored already, the length of
 * the texts and the number of partitions, each against the same base; and a backlog that has waited for a core.
 */
final class GrowthBench {

    private static final int BASE_CHANNELS = 100;
    private static final int BASE_TEXT = 200;
    private static final int MESSAGES = 30_000;
    private static final int ROWS = 1_000_000;
    private static final int MANY_PARTITIONS = 4;
    private static final int WARM_UP = 150_000;

    private final Bench asked;
    private final Stored stored;

    private GrowthBench(Bench asked, Stored stored) {
        this.asked = asked;
        this.stored = stored;
    }

    static void run(Bench asked) throws Exception {
        try (var stored = Stored.configured()) {
            new GrowthBench(asked, stored).run();
        }
    }

    private void run() throws Exception {
        var broker = onOnePartition();
        if (asked.wants("backlog")) {
            new Backlog(asked, broker, stored.channels(BASE_CHANNELS)).run();
        }
        if (asked.wants("partitions")) {
            try (var server = Server.start(partitions(MANY_PARTITIONS));
                    var road = Road.at(server.amqp())) {
                warmUp(road);
                measure(road, "partitions", MANY_PARTITIONS, stored.channels(BASE_CHANNELS), BASE_TEXT, MESSAGES);
            }
        }
    }

    private URI onOnePartition() throws Exception {
        try (var server = Server.start(partitions(1));
                var road = Road.at(server.amqp())) {
            warmUp(road);
            if (asked.wants("partitions")) {
                measure(road, "partitions", 1, stored.channels(BASE_CHANNELS), BASE_TEXT, MESSAGES);
            }
            if (asked.wants("channels")) {
                var rest = new Rest(server.address());
                for (var channels : new int[] {10, 1_000, 100_000}) {
                    measure(road, "channels", channels, stored.channels(channels), BASE_TEXT, MESSAGES);
                    new Result("growth")
                            .put("channels", channels)
                            .put("metric_series", rest.metricSeries())
                            .print();
                }
            }
            if (asked.wants("text_bytes")) {
                for (var bytes : new int[] {200, 2 * 1_024, 16 * 1_024}) {
                    var messages = Math.min(MESSAGES, 64 * 1_024 * 1_024 / bytes);
                    measure(road, "text_bytes", bytes, stored.channels(BASE_CHANNELS), bytes, messages);
                }
            }
            if (asked.wants("stored_rows")) {
                withRows(road, 0);
                withRows(road, asked.share(ROWS));
            }
            return server.amqp();
        }
    }

    private void withRows(Road road, int rows) throws Exception {
        var channels = stored.channels(1_000);
        if (rows > 0) {
            stored.messages(channels, rows / channels.count());
        }
        measure(road, "stored_rows", rows, channels, BASE_TEXT, MESSAGES);
    }

    private void warmUp(Road road) throws Exception {
        road.flood(Commands.ofText(Road.newLoad(), stored.channels(BASE_CHANNELS), BASE_TEXT), asked.share(WARM_UP));
    }

    private void measure(Road road, String what, int size, ChannelNames channels, int textBytes, int full)
            throws Exception {
        var messages = asked.share(full);
        var seconds = road.flood(Commands.ofText(Road.newLoad(), channels, textBytes), messages);
        new Result("growth")
                .put(what, size)
                .put("messages", messages)
                .put("seconds", seconds, 2)
                .put("messages_per_s", messages / seconds, 0)
                .print();
    }

    private static Map<String, String> partitions(int count) {
        return Map.of("RECADO_COMMANDS_PARTITIONS", Integer.toString(count));
    }
}
