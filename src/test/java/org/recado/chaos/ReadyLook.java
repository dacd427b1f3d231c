package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** A node's readiness, as whoever balances the load over nodes asks for it. */
final class ReadyLook {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration EVERY = Duration.ofMillis(200);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI address;

    ReadyLook(URI node) {
        this.address = node.resolve("health/ready");
    }

    /** How long it took until the node said this, if it did in time. */
    Optional<Duration> await(Predicate<JsonObject> wanted, Duration most) throws IOException, InterruptedException {
        var start = System.nanoTime();
        while (true) {
            var matches = wanted.test(once());
            var took = Duration.ofNanos(System.nanoTime() - start);
            if (matches || took.compareTo(most) > 0) {
                return matches ? Optional.of(took) : Optional.empty();
            }
            Pause.of(EVERY);
        }
    }

    /** The data of our own check, and {@code ready}. */
    private JsonObject once() throws IOException, InterruptedException {
        var answer = HTTP.send(HttpRequest.newBuilder(address).timeout(PATIENCE).build(), BodyHandlers.ofString());
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            var ours = reader.readObject().getJsonArray("checks").stream()
                    .map(check -> check.asJsonObject())
                    .filter(check -> check.getString("name").equals("recado"))
                    .findFirst()
                    .orElseThrow();
            return Json.createObjectBuilder(ours.getJsonObject("data"))
                    .add("ready", answer.statusCode() == 200)
                    .build();
        }
    }
}
