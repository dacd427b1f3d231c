package org.recado.bench;

import java.io.IOException;
import java.util.Map;

/**
 * Three roads on one machine in one run, 200 bytes a message: {@code raw} is the broker alone, {@code one_at_a_time} is
 * ours with batches of one, {@code ours} is ours as it comes, from the command's publication to its event in a queue
 * such as a node's own, {@code ours_durable} in a durable one; then the time a message takes at a steady rate. The last
 * line holds the ratios and what a message costs.
 */
final class SpeedBench {

    private static final int BODY_BYTES = 200;
    private static final int CHANNELS = 100;
    private static final int RAW_S = 30;
    private static final int MESSAGES = 100_000;
    private static final int WARM_UP = 250_000;
    private static final int STEADY_S = 30;
    private static final int STEADY_WARM_UP_S = 10;

    private final Bench asked;
    private final Result summary = new Result("speed");
    private double raw;
    private double oneAtATime;
    private double ours;

    private SpeedBench(Bench asked) {
        this.asked = asked;
    }

    static void run(Bench asked) throws Exception {
        new SpeedBench(asked).run();
    }

    private void run() throws Exception {
        if (asked.wants("one_at_a_time")) {
            oneAtATime();
        }
        try (var server = Server.start(Map.of())) {
            if (asked.wants("raw")) {
                raw(server);
            }
            try (var road = Road.at(server.amqp())) {
                ours(server, road, new Rest(server.address()).makeChannels(CHANNELS));
            }
        }
        summarise();
    }

    private void raw(Server server) throws IOException {
        var cpu = new Cpu(server.parts());
        var before = cpu.seconds();
        raw = Raw.messagesPerSecond(server.amqp(), BODY_BYTES, asked.share(RAW_S));
        var broker = cpu.since(before).get("broker");
        new Result("raw")
                .put("body_bytes", BODY_BYTES)
                .put("seconds", asked.share(RAW_S))
                .put("messages_per_s", raw, 0)
                .put("cpu_s_broker", broker, 2)
                .print();
    }

    private void oneAtATime() throws Exception {
        try (var server = Server.start(Map.of("RECADO_POSTING_BATCH_SIZE", "1"));
                var road = Road.at(server.amqp())) {
            var channels = new Rest(server.address()).makeChannels(CHANNELS);
            road.flood(commands(channels), asked.share(2_000));
            var messages = asked.share(6_000);
            var seconds = road.flood(commands(channels), messages);
            oneAtATime = messages / seconds;
            flooded("one_at_a_time", messages, seconds).print();
        }
    }

    private void ours(Server server, Road road, ChannelNames channels) throws Exception {
        if (asked.wants("ours")) {
            measure(server, road, channels);
            var messages = asked.share(MESSAGES);
            flooded("ours_durable", messages, road.flood(commands(channels), messages, true))
                    .print();
        } else if (asked.wants("steady")) {
            road.flood(commands(channels), asked.share(WARM_UP));
        }
        if (asked.wants("steady")) {
            steady(road, channels, 100);
            steady(road, channels, 500);
        }
    }

    private void measure(Server server, Road road, ChannelNames channels) throws Exception {
        var messages = asked.share(MESSAGES);
        var commands = commands(channels);
        try (var jvm = ServerJvm.of(server.pid())) {
            // before the warm-up: a recording that begins has the JVM compile its classes once more
            if (asked.jfr().isPresent()) {
                jvm.startRecording();
            }
            road.flood(commands(channels), asked.share(WARM_UP));
            var cpu = new Cpu(server.parts());
            var cpuBefore = cpu.seconds();
            var allocatedBefore = jvm.allocated();
            var seconds = road.flood(commands, messages);
            var used = cpu.since(cpuBefore);
            var allocated = jvm.allocatedSince(allocatedBefore);
            if (asked.jfr().isPresent()) {
                jvm.stopRecording(asked.jfr().get());
            }
            ours = messages / seconds;
            var result = flooded("ours", messages, seconds)
                    .put("body_bytes", BODY_BYTES)
                    .put("text_bytes", commands.textBytes())
                    .put("server_options", server.options());
            used.forEach((part, s) -> result.put("cpu_s_" + part, s, 2));
            result.print();
            var per10k = 10_000.0 / messages;
            summary.put("cpu_s_per_10k_server", used.get("server") * per10k, 2)
                    .put("cpu_s_per_10k_all_parts", all(used) * per10k, 2)
                    .put("allocated_bytes_per_message", (double) allocated / messages, 0);
        }
    }

    private static double all(Map<String, Double> used) {
        return used.entrySet().stream()
                .filter(part -> !part.getKey().equals("load"))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private void steady(Road road, ChannelNames channels, int perSecond) throws Exception {
        var messages = asked.share(STEADY_S * perSecond);
        var discarded = asked.share(STEADY_WARM_UP_S * perSecond);
        var took = road.steady(commands(channels), messages + discarded, perSecond, discarded);
        new Result("steady_" + perSecond)
                .put("messages", messages)
                .put("publish_to_event", took)
                .print();
    }

    private void summarise() {
        if (raw > 0 && ours > 0) {
            summary.put("ratio_of_raw", ours / raw, 2);
        }
        if (oneAtATime > 0 && ours > 0) {
            summary.put("times_one_at_a_time", ours / oneAtATime, 1);
        }
        summary.print();
    }

    private static Commands commands(ChannelNames channels) {
        return Commands.ofBody(Road.newLoad(), channels, BODY_BYTES);
    }

    private static Result flooded(String name, int messages, double seconds) {
        return new Result(name)
                .put("messages", messages)
                .put("channels", CHANNELS)
                .put("seconds", seconds, 2)
                .put("messages_per_s", messages / seconds, 0);
    }
}
