package org.recado.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;

/**
 * One node's edge by clients of the stock protocol, each a user of their own: {@code idle} what a quiet connection weighs
 * in the server, {@code fan_out} one large channel, {@code chat} many small ones, {@code storm} all clients cut off at
 * once. Ten members a channel, but for the large one.
 */
final class EdgeBench {

    private static final int EACH = 10;
    private static final int IDLE = 5_000;
    private static final int FAN_OUT = 1_000;
    private static final int FAN_OUT_S = 10;
    private static final int CHAT = 200;
    private static final int CHAT_S = 30;
    private static final int WARM_UP_S = 10;
    private static final int STORM = 2_000;
    private static final int FILES_BESIDE = 200;

    private final Bench asked;
    private final Stored stored;
    private final Server server;
    private final SelfMadeTokens tokens;

    private EdgeBench(Bench asked, Stored stored, Server server, SelfMadeTokens tokens) {
        this.asked = asked;
        this.stored = stored;
        this.server = server;
        this.tokens = tokens;
    }

    static void run(Bench asked) throws Exception {
        requireFiles(asked.share(IDLE) + FILES_BESIDE);
        var tokens = new SelfMadeTokens();
        try (var stored = Stored.configured();
                var server = Server.start(Map.of(
                        "RECADO_AUTH_TOKEN_SECRET", tokens.secret(), "RECADO_LIMIT_CONNECTS_PER_ADDRESS", "1000000"))) {
            new EdgeBench(asked, stored, server, tokens).run();
        }
    }

    // the server, a child of this process, has the same limit
    private static void requireFiles(int files) {
        var most =
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
        if (most < files) {
            throw new IllegalStateException(files + " open files are needed, and " + most + " allowed: ulimit -n");
        }
    }

    private void run() throws Exception {
        warmUp();
        if (asked.wants("idle")) {
            idle();
        }
        if (asked.wants("fan_out")) {
            fanOut();
        }
        if (asked.wants("chat")) {
            chat();
        }
        if (asked.wants("storm")) {
            storm();
        }
    }

    // what the first connections and messages make the server load for good must not be counted as theirs
    private void warmUp() throws Exception {
        try (var herd = new Herd(server.address())) {
            Talk.of(herd, gather(herd, CHAT / EACH, EACH), asked.share(2_000), EACH - 1, 200);
        }
    }

    private List<HerdClient> gather(Herd herd, int channels, int each) throws Exception {
        return Gathering.of(stored.people(channels, each), herd, tokens);
    }

    private void idle() throws Exception {
        try (var jvm = ServerJvm.of(server.pid());
                var herd = new Herd(server.address())) {
            var connections = asked.share(IDLE);
            var rest = new Rest(server.address());
            rest.awaitConnections(0);
            var heap = jvm.heapAfterCollection();
            var resident = jvm.resident();
            var spent = new Spent();
            gather(herd, connections / EACH, EACH);
            rest.awaitConnections(connections);
            var result = new Result("idle")
                    .put("connections", connections)
                    .put("channels", connections / EACH)
                    .put("heap_bytes_per_connection", (double) (jvm.heapAfterCollection() - heap) / connections, 0)
                    .put("rss_bytes_per_connection", (double) (jvm.resident() - resident) / connections, 0)
                    .put("server_options", server.options());
            spent.print(result);
        }
    }

    private void fanOut() throws Exception {
        try (var herd = new Herd(server.address())) {
            var connections = asked.share(FAN_OUT);
            var clients = gather(herd, 1, connections);
            for (var perSecond : new int[] {20, 50}) {
                var discarded = asked.share(FAN_OUT_S * perSecond);
                var spent = new Spent();
                var talk = Talk.of(herd, clients, 2 * discarded, connections - 1, perSecond);
                spent.print(new Result("fan_out")
                        .put("connections", connections)
                        .put("messages_per_s", perSecond)
                        .put("messages", discarded)
                        .put("deliveries_per_s", talk.perSecond(discarded), 0)
                        .put("push_to_delivery", talk.deliveries(discarded)));
            }
        }
    }

    private void chat() throws Exception {
        try (var herd = new Herd(server.address())) {
            var clients = gather(herd, CHAT / EACH, EACH);
            for (var perSecond : new int[] {200, 500, 1_000}) {
                var discarded = asked.share(WARM_UP_S * perSecond);
                var messages = asked.share(CHAT_S * perSecond);
                var spent = new Spent();
                var talk = Talk.of(herd, clients, messages + discarded, EACH - 1, perSecond);
                spent.print(new Result("chat")
                        .put("connections", CHAT)
                        .put("channels", CHAT / EACH)
                        .put("messages_per_s", perSecond)
                        .put("messages", messages)
                        .put("deliveries_per_s", talk.perSecond(discarded), 0)
                        .put("push_to_last_other", talk.last(discarded)));
            }
        }
    }

    private void storm() throws Exception {
        var people = stored.people(asked.share(STORM) / EACH, EACH);
        try (var herd = new Herd(server.address());
                var road = Road.at(server.amqp())) {
            var clients = Gathering.of(people, herd, tokens);
            var news = Commands.ofText(Road.newLoad(), people.channels(), 60);
            var spent = new Spent();
            var storm = Storm.over(
                    herd, clients, () -> road.publish(news, people.channels().count()));
            spent.print(new Result("storm")
                    .put("connections", people.count())
                    .put("channels", people.channels().count())
                    .put("refused_or_lost_again", storm.losses())
                    .put("all_joined_s", storm.secondsUntilJoined(), 2)
                    .put("until_up_to_date", storm.untilCurrent()));
        }
    }

    /** The processor time since it was made, of the server and of this process. */
    private final class Spent {

        private final Cpu cpu = new Cpu(server.parts());
        private final Map<String, Double> before = cpu.seconds();

        Spent() throws IOException {}

        void print(Result result) {
            cpu.since(before).forEach((part, seconds) -> result.put("cpu_s_" + part, seconds, 2));
            result.print();
        }
    }
}
