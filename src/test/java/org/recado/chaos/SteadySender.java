package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One person who sends five messages a second by REST, each again under its key until it is accepted. */
final class SteadySender implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int PAGE = 200;

    private final Rest user;
    private final String path;
    private final String prefix = UUID.randomUUID().toString().substring(0, 8) + "-";
    private final List<String> accepted = new ArrayList<>();
    private final List<String> wrongs = new ArrayList<>();
    private final Thread thread = new Thread(this::send, "steady");
    private volatile boolean ended;
    private Duration slowest = Duration.ZERO;
    private int refused;
    private int unclear;

    SteadySender(Rest user, String channel) {
        this.user = user;
        this.path = "api/channels/" + channel + "/messages";
        thread.start();
    }

    /** What became of it. */
    final class Sent {
        int accepted() {
            return accepted.size();
        }

        int refused() {
            return refused;
        }

        /** No answer, or none that says whether it was accepted. */
        int unclear() {
            return unclear;
        }

        Duration slowest() {
            return slowest;
        }

        List<String> wrongs() {
            return wrongs;
        }

        /** When the last of them was stored, by {@link System#nanoTime}; what is not in its place then is a wrong. */
        Optional<Long> awaitStored(Duration most) {
            var deadline = System.nanoTime() + most.toNanos();
            var stored = stored();
            while (stored.size() < accepted.size() && System.nanoTime() < deadline) {
                Pause.of(LOOK);
                stored = stored();
            }
            if (stored.equals(accepted)) {
                return Optional.of(System.nanoTime());
            }
            wrongs.add("accepted " + accepted + ", stored " + stored);
            return Optional.empty();
        }
    }

    Sent finish() throws InterruptedException {
        ended = true;
        thread.join();
        return new Sent();
    }

    private void send() {
        for (var number = 0; !ended; number++) {
            var key = prefix + number;
            while (!ended && !isAccepted(key)) {
                Pause.of(EVERY);
            }
            Pause.of(EVERY);
        }
    }

    private boolean isAccepted(String key) {
        var body = Json.createObjectBuilder()
                .add("message", key)
                .add("client_id", key)
                .build();
        var start = System.nanoTime();
        var answer = user.tryPost(path, body);
        var took = Duration.ofNanos(System.nanoTime() - start);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
        if (answer.isEmpty()) {
            unclear++;
        } else if (answer.get().statusCode() != 202) {
            refused(answer.get());
        }
        var isAccepted = answer.filter(a -> a.statusCode() == 202).isPresent();
        if (isAccepted) {
            accepted.add(key);
        }
        return isAccepted;
    }

    private void refused(HttpResponse<String> answer) {
        refused++;
        if (answer.statusCode() != 503
                || !answer.body().contains("\"reason\":\"unavailable\"")
                || !answer.body().contains("\"retry_after_ms\":")) {
            wrongs.add("refused with " + answer.statusCode() + " " + answer.body());
        }
    }

    /** The keys of this sender's messages as the channel has them, in the order of their places. */
    private List<String> stored() {
        var keys = new ArrayList<String>();
        var before = Optional.<Long>empty();
        while (true) {
            var page = user.get(path + "?limit=" + PAGE
                            + before.map(seq -> "&before_seq=" + seq).orElse(""))
                    .getJsonArray("messages")
                    .getValuesAs(JsonObject.class);
            page.stream()
                    .map(message -> message.getString("client_id"))
                    .filter(key -> key.startsWith(prefix))
                    .forEach(keys::add);
            if (page.size() < PAGE) {
                Collections.reverse(keys);
                return keys;
            }
            before = Optional.of(page.get(page.size() - 1).getJsonNumber("seq").longValue());
        }
    }

    @Override
    public void close() {
        ended = true;
    }
}
