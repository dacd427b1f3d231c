package org.recado.it;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.platform.Outside;

/** Stores of different moments are brought to agreement, and the product goes on with them. */
@Tag("every-server")
class RepairIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final MongoCollection<Document> EVENTS = Outside.mongo().getCollection("events");
    private static final MongoCollection<Document> QUARANTINE = Outside.mongo().getCollection("quarantine");

    private final Api ana = Api.signedIn("ana");
    private final Api ops = Api.signedIn("ops");

    @AfterEach
    void goOn() {
        resume();
    }

    private void resume() {
        assertThat(ops.post("/api/ops/partitions/0/resume", "").status()).isEqualTo(204);
    }

    private String channel(int messages) {
        var channel = "repair-" + UUID.randomUUID();
        assertThat(ana.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"n\",\"kind\":\"private\"}")
                        .status())
                .isEqualTo(201);
        for (var i = 1; i <= messages; i++) {
            assertThat(say(channel, "secret " + i)).isEqualTo(i);
        }
        return channel;
    }

    private int say(String channel, String text) {
        var answer = ana.post("/api/channels/" + channel + "/messages?wait=stored", "{\"message\":\"" + text + "\"}");
        assertThat(answer.status()).isEqualTo(201);
        return answer.object().getInt("seq");
    }

    private List<JsonObject> said(String channel) {
        return ana.get("/api/channels/" + channel + "/messages?after_seq=0")
                .object()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class);
    }

    private static String key(String channel, int seq) {
        return "%s/%019d".formatted(channel, seq);
    }

    private String repaired() throws InterruptedException {
        var answer = ops.post("/api/ops/repair?apply=true", "");
        for (var deadline = System.nanoTime() + PATIENCE.toNanos(); answer.status() == 409; Thread.sleep(200)) {
            assertThat(System.nanoTime()).as("in " + PATIENCE).isLessThan(deadline);
            answer = ops.post("/api/ops/repair?apply=true", "");
        }
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void storesOfDifferentMomentsAreBroughtToAgreement() throws SQLException, InterruptedException {
        var olderLog = channel(4);
        EVENTS.deleteOne(eq(key(olderLog, 2)));
        EVENTS.deleteOne(eq(key(olderLog, 3)));
        Outside.redis().hdel("recado:recent:" + olderLog, "3");
        var olderLedger = channel(5);
        Rows.rollBack(olderLedger, 3);
        var neverMade = "repair-" + UUID.randomUUID();
        EVENTS.insertOne(EVENTS.find(eq(key(olderLog, 1))).first().append("_id", key(neverMade, 1)));

        var expected = List.of(
                olderLog + "/2 from-cache",
                olderLog + "/3 text-lost",
                olderLedger + "/4 quarantined",
                olderLedger + "/5 quarantined",
                olderLedger + " last-seq 3 -> 5",
                olderLedger + " last-message",
                neverMade + " unknown-channel documents=1");
        var dry = ops.post("/api/ops/repair", "").body();
        assertThat(dry).contains("# dry run").contains(expected).doesNotContain("secret");
        assertThat(EVENTS.find(eq(key(olderLog, 3)))).as("nothing is changed").isEmpty();

        assertThat(ops.post("/api/ops/repair?apply=true", "").reason()).isEqualTo("conflict");
        assertThat(ops.post("/api/ops/partitions/0/pause", "{\"note\":\"restored\"}")
                        .status())
                .isEqualTo(204);
        assertThat(repaired()).contains("# repair").contains(expected).doesNotContain("secret");
        assertThat(repaired().lines().toList())
                .as("the second time")
                .hasSize(2)
                .last()
                .asString()
                .contains("findings=0");
        resume();

        assertThat(say(olderLog, "more")).isEqualTo(5);
        assertThat(said(olderLog)).hasSize(5);
        assertThat(said(olderLog).get(1).getString("message")).isEqualTo("secret 2");
        assertThat(said(olderLog).get(2)).containsKey("deleted_at").doesNotContainKey("message");
        assertThat(say(olderLedger, "more")).as("no seq is given twice").isEqualTo(6);
        assertThat(said(olderLedger)).extracting(m -> m.getInt("seq")).containsExactly(1, 2, 3, 6);
        assertThat(QUARANTINE.find(eq("event._id", key(olderLedger, 5)))).hasSize(1);
        assertThat(QUARANTINE.find(eq("event._id", key(neverMade, 1)))).hasSize(1);
        try (var client = PhoenixClient.as("ana")) {
            var back = client.join("channel:" + olderLedger, "{\"last_seq\":2}");
            assertThat(back.getBoolean("recovered")).as("no hole in the log").isTrue();
        }
        assertThat(ops.get("/api/ops/audit?action=stores.repaired").body()).contains("\"apply\":\"true\"");
    }

    @Test
    void onlyOperatorsRepair() {
        assertThat(ana.post("/api/ops/repair", "").status()).isEqualTo(403);
        assertThat(ops.post("/api/ops/repair", "").body()).contains("done channels=");
    }
}
