package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator stops the consumption of a partition and lets it go on. */
@Tag("every-server")
class PausesIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PAUSE = "/api/ops/partitions/0/pause";
    private static final String RESUME = "/api/ops/partitions/0/resume";

    private final Api ana = Api.signedIn("ana");
    private final Api ops = Api.signedIn("ops");

    @AfterEach
    void goOn() {
        assertThat(ops.post(RESUME, "").status()).isEqualTo(204);
    }

    private JsonObject partition() {
        return ops.get("/api/ops/partitions").object().getJsonArray("items").getJsonObject(0);
    }

    private static void until(BooleanSupplier isSo) throws InterruptedException {
        for (var deadline = System.nanoTime() + PATIENCE.toNanos(); !isSo.getAsBoolean(); Thread.sleep(50)) {
            assertThat(System.nanoTime()).as("in " + PATIENCE).isLessThan(deadline);
        }
    }

    @Test
    void whatIsSentToAPausedPartitionWaitsAndIsStoredInOrderOnceItGoesOn() throws InterruptedException {
        var channel = "paused-" + UUID.randomUUID();
        assertThat(ana.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"n\",\"kind\":\"private\"}")
                        .status())
                .isEqualTo(201);
        assertThat(ops.post(PAUSE, "{\"note\":\"upgrade\"}").status()).isEqualTo(204);
        assertThat(ops.post(PAUSE, "{\"note\":\"again\"}").status()).isEqualTo(204);
        var paused = partition().getJsonObject("paused");
        assertThat(paused.getString("by")).isEqualTo("ops");
        assertThat(paused.getString("note")).isEqualTo("upgrade");
        until(() -> partition().getInt("consumers") == 0);

        var messages = "/api/channels/" + channel + "/messages";
        assertThat(ana.post(messages, "{\"message\":\"one\"}").status()).isEqualTo(202);
        assertThat(ana.post(messages, "{\"message\":\"two\"}").status()).isEqualTo(202);
        assertThat(partition().getInt("messages")).isEqualTo(2);
        assertThat(ana.get(messages).object().getJsonArray("messages")).isEmpty();

        assertThat(ops.post(RESUME, "").status()).isEqualTo(204);
        until(() -> ana.get(messages).object().getJsonArray("messages").size() == 2);
        var stored = ana.get(messages + "?after_seq=0").object().getJsonArray("messages");
        assertThat(stored.getJsonObject(0).getString("message")).isEqualTo("one");
        assertThat(stored.getJsonObject(1).getInt("seq")).isEqualTo(2);
        assertThat(partition().isNull("paused")).isTrue();

        var record = ops.get("/api/ops/audit?action=partition.paused").object().getJsonArray("items");
        assertThat(record.getJsonObject(0).getString("subject")).isEqualTo("partition:0");
    }

    @Test
    void onlyOperatorsPauseAndOnlyWhatIsThereWithANote() {
        assertThat(ana.post(PAUSE, "{\"note\":\"x\"}").status()).isEqualTo(403);
        assertThat(ana.get("/api/ops/nodes").status()).isEqualTo(403);
        assertThat(ops.post("/api/ops/partitions/7/pause", "{\"note\":\"x\"}").reason())
                .isEqualTo("not_found");
        assertThat(ops.post("/api/ops/partitions/x/resume", "").reason()).isEqualTo("not_found");
        assertThat(ops.post(PAUSE, "{}").reason()).isEqualTo("malformed");
        assertThat(partition().isNull("paused")).isTrue();
    }

    @Test
    void nodesSayWhoIsUp() {
        var nodes = ops.get("/api/ops/nodes").object().getJsonArray("items").getValuesAs(JsonObject.class);
        assertThat(nodes).anySatisfy(node -> {
            assertThat(node.getString("state")).isEqualTo("up");
            assertThat(node.getJsonArray("roles").toString()).isEqualTo("[\"edge\",\"core\"]");
        });
    }
}
