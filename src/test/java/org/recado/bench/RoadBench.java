package org.recado.bench;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The road on the embedded stack, or the parts that are configured: {@code stored} publishes commands as fast as
 * confirms allow and ends with the last event on an outside queue; {@code steady} publishes at a fixed rate and
 * measures each message from its publication to its event; {@code chat} says things through one client's socket until
 * another client hears them. Prints one line each.
 */
final class RoadBench {

    private static final int CHANNELS = 100;
    private static final int CHATS = 10;
    private static final int CHAT_PER_S = 40;
    private static final int TEXT_BYTES = 60;

    private final Server server;
    private final Road road;
    private final Rest rest;
    private final ChannelNames channels;

    private RoadBench(Server server, Road road) throws Exception {
        this.server = server;
        this.road = road;
        rest = new Rest(server.address());
        channels = rest.makeChannels(CHANNELS);
    }

    static void run(Bench asked) throws Exception {
        try (var server = Server.start(Map.of());
                var road = Road.at(server.amqp())) {
            var bench = new RoadBench(server, road);
            bench.stored("warm-up", asked.share(2_000));
            bench.stored("stored", asked.share(20_000));
            bench.steady(100, asked.share(2_000));
            bench.chat(asked.share(1_200));
        }
    }

    private Commands commands() {
        return Commands.ofText(Road.newLoad(), channels, TEXT_BYTES);
    }

    private void stored(String name, int messages) throws Exception {
        var seconds = road.flood(commands(), messages);
        new Result(name)
                .put("messages", messages)
                .put("channels", CHANNELS)
                .put("seconds", seconds, 2)
                .put("messages_per_s", messages / seconds, 0)
                .print();
    }

    private void steady(int perSecond, int messages) throws Exception {
        var took = road.steady(commands(), messages, perSecond, 0);
        new Result("steady")
                .put("messages", messages)
                .put("per_s", perSecond)
                .put("publish_to_event", took)
                .print();
    }

    // each channel well under what one user may say in it
    private void chat(int messages) throws Exception {
        var sent = new long[messages];
        var heard = new long[messages];
        var all = new CountDownLatch(messages);
        try (var ana = new Chatter(server.address(), rest.signIn("ana"), CHATS, key -> {});
                var bruno = new Chatter(server.address(), rest.signIn("bruno"), CHATS, key -> {
                    heard[Integer.parseInt(key.substring(key.lastIndexOf('-') + 1))] = System.nanoTime();
                    all.countDown();
                })) {
            join(ana);
            join(bruno);
            var start = System.nanoTime();
            for (var i = 0; i < messages; i++) {
                sent[i] = start + TimeUnit.SECONDS.toNanos(i) / CHAT_PER_S;
                TimeUnit.NANOSECONDS.sleep(sent[i] - System.nanoTime());
                ana.say(channels.name(i % CHATS), "chat-" + i, "x".repeat(TEXT_BYTES));
            }
            if (!all.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException(all.getCount() + " messages were not heard");
            }
        }
        new Result("chat")
                .put("messages", messages)
                .put("per_s", CHAT_PER_S)
                .put("push_to_other_client", new Latencies(sent, heard, 0))
                .print();
    }

    private void join(Chatter chatter) {
        for (var i = 0; i < CHATS; i++) {
            chatter.join(channels.name(i));
        }
        chatter.awaitJoins();
    }
}
