package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The timeline of one message: an edge publishes it, a core commits it and is killed before MongoDB has it, the other
 * core brings it to its end, and both edges deliver it.
 */
final class TwiceTaken {
    private static final Duration FROZEN = Duration.ofSeconds(12);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String channel = "twice-" + UUID.randomUUID();
    private final String key = UUID.randomUUID().toString();
    private final Town town;
    private final Rest ana;
    private final Rest ops;

    private TwiceTaken(Town town, URI here, URI there) {
        this.town = town;
        this.ana = Rest.as("ana", here);
        this.ops = Rest.as("ops", there);
    }

    /** @return whether all of it was told */
    static boolean isTold(Town town) throws Exception {
        var here = town.edges().get(0);
        var there = town.edges().get(1);
        var one = new TwiceTaken(town, here, there);
        one.makeChannel();
        try (var ana = one.listener("ana", here);
                var bruno = one.listener("bruno", there)) {
            return one.run() && ana.isOpen() && bruno.isOpen();
        }
    }

    private void makeChannel() {
        var members = Json.createArrayBuilder().add("bruno");
        ana.post(
                "api/channels",
                Json.createObjectBuilder()
                        .add("id", channel)
                        .add("name", "Twice")
                        .add("members", members)
                        .build());
    }

    private PhoenixLine listener(String user, URI edge) throws Exception {
        var joined = new CompletableFuture<Boolean>();
        var line = PhoenixLine.open(edge, Rest.as(user, edge).token(), frame -> {
            if (frame.getString(3).equals("phx_reply")) {
                joined.complete(frame.getJsonObject(4).getString("status").equals("ok"));
            }
        });
        line.push("1", "1", "channel:" + channel, "phx_join", JsonObject.EMPTY_JSON_OBJECT);
        if (!joined.join()) {
            throw new IllegalStateException(user + " may not join");
        }
        return line;
    }

    private boolean run() {
        var thaw = CompletableFuture.runAsync(() -> Signals.freeze(town.process("mongo"), FROZEN));
        ana.post(
                "api/channels/" + channel + "/messages",
                Json.createObjectBuilder()
                        .add("message", "twice")
                        .add("client_id", key)
                        .build());
        require(Pause.until(() -> nodes("ledger").findAny().isPresent(), PATIENCE), "no core is seen to take it");
        var killed = nodes("ledger").findFirst().orElseThrow();
        town.kill(killed);
        thaw.join();
        var isTold = Pause.until(() -> isWhole(killed), PATIENCE);
        steps().forEach(step -> System.out.println("  " + step));
        town.start(killed);
        System.out.println("taken by " + killed + ", which was killed, and told whole: " + isTold);
        return isTold;
    }

    private boolean isWhole(String killed) {
        return nodes("ledger").distinct().count() == 2
                && nodes("archive").noneMatch(killed::equals)
                && nodes("published").anyMatch(node -> !node.equals(killed))
                && nodes("received").toList().equals(List.of("edge-1"))
                && nodes("confirmed").toList().equals(List.of("edge-1"))
                && nodes("delivered").distinct().sorted().toList().equals(List.of("edge-1", "edge-2"));
    }

    /** The nodes that have this step behind them. */
    private Stream<String> nodes(String step) {
        return steps().stream()
                .filter(s -> s.getString("step").equals(step))
                .filter(s -> s.getString("state").equals("done"))
                .map(s -> s.getString("node"));
    }

    private List<JsonObject> steps() {
        return ops.tryGet("api/ops/messages/" + key + "/timeline")
                .map(way -> way.getJsonArray("steps").getValuesAs(JsonObject.class))
                .orElse(List.of());
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalStateException(otherwise);
        }
    }
}
