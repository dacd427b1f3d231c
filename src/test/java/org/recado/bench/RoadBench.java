package org.recado.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import jakarta.json.Json;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The road from outside, against a server that runs: {@code stored} publishes commands as fast as confirms allow and
 * ends with the last event on an outside queue; {@code steady} publishes at a fixed rate and measures each message from
 * its publication to its event; {@code chat} says things through one client's socket until another client hears them.
 * Prints one line each.
 */
final class RoadBench {

    private static final int CHANNELS = 100;
    private static final int CHATS = 10;
    private static final int CHAT_PER_S = 40;
    private static final int CONFIRM_WINDOW = 256;
    private static final int PERSISTENT = 2;
    private static final String TEXT = "x".repeat(60);

    private final URI server;
    private final Connection broker;
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    private RoadBench(URI server, Connection broker) {
        this.server = server;
        this.broker = broker;
    }

    /** Arguments: the server's address, the broker's, and {@code short} for a tenth of the load. */
    public static void main(String[] args) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(args[1]);
        var part = args.length > 2 && args[2].equals("short") ? 10 : 1;
        try (var broker = factory.newConnection("bench")) {
            var bench = new RoadBench(URI.create(args[0]), broker);
            bench.makeChannels();
            bench.stored("warm-up", 2_000 / part);
            bench.stored("stored", 20_000 / part);
            bench.steady(100, 2_000 / part);
            bench.chat(1_200 / part);
        }
    }

    private void stored(String name, int messages) throws Exception {
        var all = new CountDownLatch(messages);
        var queue = listen(event -> all.countDown());
        var start = Instant.now();
        try (var channel = broker.createChannel()) {
            channel.confirmSelect();
            for (var i = 0; i < messages; i++) {
                publish(channel, name, i);
                if (i % CONFIRM_WINDOW == CONFIRM_WINDOW - 1) {
                    channel.waitForConfirmsOrDie(30_000);
                }
            }
            channel.waitForConfirmsOrDie(30_000);
            await(all);
            channel.queueDelete(queue);
        }
        var seconds = Duration.between(start, Instant.now()).toNanos() / 1e9;
        System.out.printf(
                "%s messages=%d channels=%d seconds=%.2f messages_per_s=%.0f%n",
                name, messages, CHANNELS, seconds, messages / seconds);
    }

    private void steady(int perSecond, int messages) throws Exception {
        var sent = new long[messages];
        var took = new long[messages];
        var all = new CountDownLatch(messages);
        var queue = listen(body -> {
            var i = number(body);
            took[i] = System.nanoTime() - sent[i];
            all.countDown();
        });
        var gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        try (var channel = broker.createChannel()) {
            var next = System.nanoTime();
            for (var i = 0; i < messages; i++, next += gap) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                sent[i] = System.nanoTime();
                publish(channel, "steady", i);
            }
            await(all);
            channel.queueDelete(queue);
        }
        print("steady messages=%d per_s=%d publish_to_event", messages, perSecond, took);
    }

    // each channel well under what one user may say in it
    private void chat(int messages) throws Exception {
        var sent = new long[messages];
        var took = new long[messages];
        var all = new CountDownLatch(messages);
        try (var ana = new Chatter(server, signIn("ana"), CHATS, heard -> {});
                var bruno = new Chatter(server, signIn("bruno"), CHATS, key -> {
                    var i = Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
                    took[i] = System.nanoTime() - sent[i];
                    all.countDown();
                })) {
            for (var i = 0; i < CHATS; i++) {
                ana.join(channel(i));
                bruno.join(channel(i));
            }
            ana.awaitJoins();
            bruno.awaitJoins();
            var gap = TimeUnit.SECONDS.toNanos(1) / CHAT_PER_S;
            var next = System.nanoTime();
            for (var i = 0; i < messages; i++, next += gap) {
                TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
                sent[i] = System.nanoTime();
                ana.say(channel(i % CHATS), "chat-" + i, TEXT);
            }
            await(all);
        }
        print("chat messages=%d per_s=%d push_to_other_client", messages, CHAT_PER_S, took);
    }

    private static void print(String what, int messages, int perSecond, long[] took) {
        Arrays.sort(took);
        System.out.printf(
                what + "_p50_ms=%.1f p99_ms=%.1f max_ms=%.1f%n",
                messages,
                perSecond,
                took[messages / 2] / 1e6,
                took[messages * 99 / 100] / 1e6,
                took[messages - 1] / 1e6);
    }

    private String channel(int i) {
        return "bench-" + run + "-" + i;
    }

    private static void await(CountDownLatch all) throws InterruptedException {
        if (!all.await(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException(all.getCount() + " events did not come");
        }
    }

    private String listen(Consumer<String> event) throws Exception {
        var channel = broker.createChannel();
        var queue = channel.queueDeclare("bench." + UUID.randomUUID(), true, false, false, Map.of())
                .getQueue();
        channel.queueBind(queue, "recado.events", "channel.#");
        channel.basicQos(1_000);
        channel.basicConsume(
                queue,
                true,
                (tag, d) -> {
                    var body = new String(d.getBody(), StandardCharsets.UTF_8);
                    if (body.contains("\"bench-" + run)) {
                        event.accept(body);
                    }
                },
                tag -> {});
        return queue;
    }

    private void publish(Channel channel, String name, int i) throws Exception {
        var to = channel(i % CHANNELS);
        var body = "{\"sender_id\":\"ana\",\"channel_id\":\"" + to + "\",\"client_id\":\"" + name + "-" + i
                + "\",\"message\":\"" + TEXT + "\",\"timestamp\":\"" + Instant.now() + "\"}";
        var properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .build();
        channel.basicPublish("recado.commands", to, properties, body.getBytes(StandardCharsets.UTF_8));
    }

    private static int number(String event) {
        try (var reader = Json.createReader(new StringReader(event))) {
            var key = reader.readObject().getString("client_id");
            return Integer.parseInt(key.substring(key.lastIndexOf('-') + 1));
        }
    }

    private void makeChannels() throws Exception {
        var token = signIn("ana");
        for (var i = 0; i < CHANNELS; i++) {
            post("/api/channels", token, "{\"id\":\"" + channel(i) + "\",\"name\":\"Bench\",\"members\":[\"bruno\"]}");
        }
    }

    private String signIn(String user) throws Exception {
        var session = post("/api/session", "", "{\"username\":\"" + user + "\",\"password\":\"" + user + "\"}");
        try (var reader = Json.createReader(new StringReader(session))) {
            return reader.readObject().getString("token");
        }
    }

    private String post(String path, String token, String body) throws Exception {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body))
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
