package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A message's way as an operator looks it up. */
@Tag("every-server")
class TimelineIT extends RunningServer {

    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final String TOPIC = "channel:general";

    private final Api ops = Api.signedIn("ops");
    private final String key = UUID.randomUUID().toString();

    // nodes write what they saw twice a second
    private JsonObject timeline(String id, String step) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE_NANOS;
        Api.Answer answer;
        do {
            answer = ops.get("/api/ops/messages/" + id + "/timeline");
            if (answer.status() == 200 && states(answer.object(), step).contains("done")) {
                return answer.object();
            }
            Thread.sleep(100);
        } while (System.nanoTime() < end);
        throw new AssertionError("no step " + step + ": " + answer);
    }

    private static List<JsonObject> steps(JsonObject timeline) {
        return timeline.getJsonArray("steps").getValuesAs(JsonObject.class);
    }

    private static List<String> states(JsonObject timeline, String step) {
        return steps(timeline).stream()
                .filter(s -> s.getString("step").equals(step))
                .map(s -> s.getString("state"))
                .toList();
    }

    @Test
    void aMessageOfOneClientHeardByAnotherHasEveryStep() throws Exception {
        try (var ana = PhoenixClient.as("ana");
                var bruno = PhoenixClient.as("bruno")) {
            ana.join(TOPIC);
            bruno.join(TOPIC);
            ana.ask(TOPIC, "message", "{\"message\":\"@bruno a way\",\"client_id\":\"" + key + "\"}");
            var heard = bruno.await(f -> f.event().equals("message")
                            && f.payload().getString("client_id", "").equals(key))
                    .payload();
            bruno.ask(TOPIC, "read", "{\"seq\":" + heard.getInt("seq") + "}");

            timeline(heard.getString("id"), "delivered");
            timeline(heard.getString("id"), "published");
            timeline(heard.getString("id"), "notification");
            var way = timeline(heard.getString("id"), "read");
            assertThat(way.getInt("seq")).isEqualTo(heard.getInt("seq"));
            assertThat(way.getBoolean("whole")).isTrue();
            assertThat(way.toString()).as("holds no text").doesNotContain("a way");
            assertThat(steps(way)).extracting(s -> s.getString("state")).containsOnly("done");
            var seen = steps(way).stream()
                    .filter(s -> s.getString("proof").equals("node"))
                    .toList();
            assertThat(seen)
                    .extracting(s -> s.getString("step"))
                    .startsWith("received", "confirmed", "took", "rules", "ledger", "archive", "cache", "published")
                    .endsWith("delivered");
            assertThat(seen.get(seen.size() - 1).getInt("count")).isGreaterThanOrEqualTo(2);
            assertThat(seen.stream()
                            .limit(1)
                            .map(s -> Instant.parse(s.getString("at")))
                            .toList())
                    .allMatch(at -> at.isBefore(Instant.now()));

            assertThat(timeline(key, "published").getString("id")).isEqualTo(heard.getString("id"));
            assertThat(ops.get("/api/ops/messages/" + key + "/timeline?channel=general&sender=ana")
                            .object()
                            .getString("id"))
                    .isEqualTo(heard.getString("id"));
        }
    }

    @Test
    void anUnknownOneIsNotFoundAndNobodyElseMayLook() {
        assertThat(ops.get("/api/ops/messages/" + UUID.randomUUID() + "/timeline")
                        .reason())
                .isEqualTo("not_found");
        assertThat(ops.get("/api/ops/messages/no-such-key/timeline").reason()).isEqualTo("not_found");
        assertThat(ops.get("/api/ops/messages/x/timeline?channel=" + "x".repeat(65))
                        .reason())
                .isEqualTo("malformed");
        assertThat(Api.signedIn("ana")
                        .get("/api/ops/messages/" + key + "/timeline")
                        .status())
                .isEqualTo(403);
    }
}
