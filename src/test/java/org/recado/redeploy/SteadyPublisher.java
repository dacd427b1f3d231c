package org.recado.redeploy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.recado.chaos.Pause;

/** Publishes one command after the other, each until the broker has confirmed it. */
final class SteadyPublisher {
    private static final Duration EVERY = Duration.ofMillis(50);
    private static final int PATIENCE_MS = 15_000;
    private static final int PERSISTENT = 2;

    private final String prefix = UUID.randomUUID().toString().substring(0, 8) + "-";
    private final List<String> confirmed = new ArrayList<>();
    private final ConnectionFactory factory;
    private final String user;
    private final String room;
    private final Thread thread = new Thread(this::run, "publisher");
    private volatile boolean stopped;

    private SteadyPublisher(ConnectionFactory factory, String user, String room) {
        this.factory = factory;
        this.user = user;
        this.room = room;
    }

    static SteadyPublisher start(ConnectionFactory factory, String user, String room) {
        var publisher = new SteadyPublisher(factory, user, room);
        publisher.thread.setDaemon(true);
        publisher.thread.start();
        return publisher;
    }

    boolean isMine(String key) {
        return key.startsWith(prefix);
    }

    void stop() {
        stopped = true;
    }

    /** The keys of all that were confirmed, in order. */
    List<String> finish() throws InterruptedException {
        stop();
        thread.join();
        return confirmed;
    }

    private void run() {
        while (!stopped) {
            try (var connection = factory.newConnection("redeploy-publisher");
                    var channel = connection.createChannel()) {
                channel.confirmSelect();
                publishAll(channel);
            } catch (IOException | TimeoutException | AlreadyClosedException e) {
                throw new IllegalStateException("nobody has touched the broker", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stopped = true;
            }
        }
    }

    private void publishAll(Channel channel) throws IOException, TimeoutException, InterruptedException {
        while (!stopped) {
            var key = prefix + confirmed.size();
            publish(channel, key);
            channel.waitForConfirmsOrDie(PATIENCE_MS);
            confirmed.add(key);
            Pause.of(EVERY);
        }
    }

    private void publish(Channel channel, String key) throws IOException {
        var body = Json.createObjectBuilder()
                .add("sender_id", user)
                .add("channel_id", room)
                .add("client_id", key)
                .add("message", "olá " + key)
                .add("timestamp", Instant.now().toString())
                .build();
        var properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(key)
                .build();
        channel.basicPublish(
                "recado.commands", room, true, properties, body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
