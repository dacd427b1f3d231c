package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Two clients on two edges: each message of the one is heard by the other, and who was on an edge that is killed is gone
 * from who is there within the bound. At the end one message is followed over the death of a core.
 */
final class Ghosts {
    private static final Duration BOUND = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ROUNDS = 3;
    private static final String NODE = "edge-1";

    private final String channel = "ghosts-" + UUID.randomUUID();
    private final Town town;
    private final Set<String> present = new HashSet<>();
    private final Set<String> messages = new HashSet<>();

    private Ghosts(Town town) {
        this.town = town;
    }

    /** @return whether all was as it must be */
    static boolean run(Path folder, Path stack) throws Exception {
        try (var town = new Town(folder)) {
            town.open(folder, stack);
            return new Ghosts(town).run();
        }
    }

    private boolean run() throws Exception {
        var there = town.edges().get(0);
        var here = town.edges().get(1);
        Rest.as("ana", here)
                .post(
                        "api/channels",
                        Json.createObjectBuilder()
                                .add("id", channel)
                                .add("name", "Ghosts")
                                .add("members", Json.createArrayBuilder().add("bruno"))
                                .build());
        var wrong = 0;
        for (var round = 1; round <= ROUNDS; round++) {
            try (var bruno = joined("bruno", here);
                    var ana = joined("ana", there)) {
                require(sees("ana", true, PATIENCE), "ana is not seen from the other edge");
                say(ana, "round-" + round);
                require(Pause.until(() -> hasHeard("round"), PATIENCE), "a message is not heard on the other edge");
                var killed = System.nanoTime();
                town.kill(NODE);
                var gone = sees("ana", false, PATIENCE);
                var took = Duration.ofNanos(System.nanoTime() - killed);
                System.out.printf("killed %s: its client was seen for %d ms%n", NODE, took.toMillis());
                require(bruno.isOpen(), "the watching client lost its connection");
                wrong += gone && took.compareTo(BOUND) <= 0 ? 0 : 1;
            }
            town.start(NODE);
            forget();
        }
        wrong += TwiceTaken.isTold(town) ? 0 : 1;
        System.out.println("ghosts wrong=" + wrong);
        return wrong == 0;
    }

    private PhoenixLine joined(String user, URI edge) throws IOException {
        var line =
                PhoenixLine.open(edge, Rest.as(user, edge).token(), user.equals("bruno") ? this::heard : frame -> {});
        line.push("1", "1", topic(), "phx_join", JsonObject.EMPTY_JSON_OBJECT);
        return line;
    }

    private void say(PhoenixLine line, String text) throws IOException {
        line.push(
                "1",
                "2",
                topic(),
                "message",
                Json.createObjectBuilder()
                        .add("client_id", text)
                        .add("message", text)
                        .build());
    }

    private String topic() {
        return "channel:" + channel;
    }

    private synchronized void heard(JsonArray frame) {
        var payload = frame.getJsonObject(4);
        switch (frame.getString(3)) {
            case "presence_state" -> {
                present.clear();
                present.addAll(payload.keySet());
            }
            case "presence_diff" -> {
                present.removeAll(payload.getJsonObject("leaves").keySet());
                present.addAll(payload.getJsonObject("joins").keySet());
            }
            case "message" -> messages.add(payload.getString("message"));
            default -> {}
        }
    }

    private synchronized void forget() {
        present.clear();
        messages.clear();
    }

    private boolean sees(String user, boolean there, Duration atMost) {
        return Pause.until(() -> isPresent(user) == there, atMost);
    }

    private synchronized boolean isPresent(String user) {
        return present.contains(user);
    }

    private synchronized boolean hasHeard(String start) {
        return messages.stream().anyMatch(m -> m.startsWith(start));
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalStateException(otherwise);
        }
    }
}
