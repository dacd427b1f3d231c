package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Members who were not there, from the message to what they hear of it. */
@Tag("every-server")
class NotificationsIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PREFERENCES = "/api/me/notification-preferences";

    private final String channel = "notify-" + UUID.randomUUID();
    private final Api ana = Api.signedIn("ana");
    private final Api bruno = Api.signedIn("bruno");
    private final Api ops = Api.signedIn("ops");

    @BeforeEach
    void makeChannel() {
        assertThat(bruno.put(PREFERENCES, "{}").status()).isEqualTo(204);
        assertThat(ana.post(
                                "/api/channels",
                                "{\"id\":\"" + channel
                                        + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"bruno\"]}")
                        .status())
                .isEqualTo(201);
    }

    private JsonObject says(String text) {
        var answer = ana.post("/api/channels/" + channel + "/messages?wait=stored", "{\"message\":\"" + text + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.object();
    }

    private JsonObject settled(long seq) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var found = ops.get("/api/ops/notifications?user=bruno&channel=" + channel + "&message=" + seq)
                    .object()
                    .getJsonArray("items");
            if (!found.isEmpty() && !found.getJsonObject(0).isNull("settled_at")) {
                assertThat(found).hasSize(1);
                return found.getJsonObject(0);
            }
            Thread.sleep(50);
        }
        throw new AssertionError("message " + seq + " is not settled after " + PATIENCE);
    }

    private JsonObject mine(String id) {
        return bruno.get("/api/notifications").object().getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(n -> n.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoIsNamedHearsOfItOnceAndCountsTheMentionUntilTheyRead() throws Exception {
        try (var client = PhoenixClient.as("bruno")) {
            client.join("user:bruno");
            says("@bruno olá");
            var frame = client.await(f -> f.event().equals("notification")
                            && f.payload().getString("channel_id").equals(channel))
                    .payload();
            assertThat(frame.getInt("seq")).isEqualTo(1);
            assertThat(frame.getInt("messages")).isEqualTo(1);
            assertThat(frame.getBoolean("mention")).isTrue();
            assertThat(frame.getString("sender_id")).isEqualTo("ana");
            assertThat(frame.toString()).as("holds no text").doesNotContain("olá");
            client.await(f -> isUnread(f, 1, 1));

            // the client is told before it is committed
            settled(1);
            var row = mine(frame.getString("id"));
            assertThat(row.getString("state")).isEqualTo("sent");
            assertThat(row.isNull("reason")).isTrue();

            client.join("channel:" + channel);
            client.ask("channel:" + channel, "read", "{\"seq\":1}");
            client.await(f -> isUnread(f, 0, 0));
            says("@bruno again");
            settled(2);
            assertThat(client.heard().stream()
                            .filter(f -> f.event().equals("notification")
                                    && f.payload().getString("id").equals(frame.getString("id"))))
                    .as("told once")
                    .isEmpty();
        }
    }

    private boolean isUnread(PhoenixClient.Frame frame, int unread, int mentions) {
        return frame.event().equals("unread")
                && frame.payload().getString("channel_id").equals(channel)
                && frame.payload().getInt("unread") == unread
                && frame.payload().getInt("mentions") == mentions;
    }

    @Test
    void whatIsNotWantedIsNotToldAndTheOutboxSaysWhy() throws Exception {
        says("all of you");
        assertThat(settled(1).getString("reason")).isEqualTo("preference");

        var url = "/api/channels/" + channel + "/notification-preference";
        assertThat(bruno.put(url, "{\"level\":\"all\"}").status()).isEqualTo(204);
        says("now you");
        assertThat(settled(2).getString("state")).isEqualTo("sent");

        assertThat(bruno.put(url, "{\"level\":\"all\",\"muted_until\":\"2999-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(204);
        says("@bruno muted");
        assertThat(settled(3).getString("reason")).isEqualTo("muted");

        assertThat(bruno.put(url, "{}").status()).isEqualTo(204);
        assertThat(bruno.put(
                                PREFERENCES,
                                "{\"level\":\"all\",\"quiet\":{\"from\":\"08:00\",\"to\":\"08:00\",\"zone\":\"America/Sao_Paulo\"}}")
                        .status())
                .isEqualTo(204);
        says("hush");
        assertThat(settled(4).getString("reason")).isEqualTo("quiet");
        assertThat(ops.get("/api/ops/notifications?user=bruno&channel=" + channel + "&reason=quiet&state=suppressed")
                        .object()
                        .getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void preferencesAreReadAsTheyWereWritten() {
        assertThat(bruno.put(
                                PREFERENCES,
                                "{\"level\":\"none\",\"while_online\":true,"
                                        + "\"quiet\":{\"from\":\"22:00\",\"to\":\"07:30\",\"zone\":\"Europe/Lisbon\"}}")
                        .status())
                .isEqualTo(204);
        var read = bruno.get(PREFERENCES).object();
        assertThat(read.getString("level")).isEqualTo("none");
        assertThat(read.getBoolean("while_online")).isTrue();
        assertThat(read.getJsonObject("quiet").toString())
                .isEqualTo("{\"from\":\"22:00\",\"to\":\"07:30\",\"zone\":\"Europe/Lisbon\"}");
        assertThat(read.getString("default_level")).isEqualTo("mentions");
        assertThat(bruno.put(PREFERENCES, "{}").status()).isEqualTo(204);
        assertThat(bruno.get(PREFERENCES).object().isNull("level")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"level\":\"loud\"}",
                "{\"level\":1}",
                "{\"quiet\":\"night\"}",
                "{\"quiet\":{\"from\":\"22:00\",\"to\":\"07:00\"}}",
                "{\"quiet\":{\"from\":\"25:00\",\"to\":\"07:00\",\"zone\":\"UTC\"}}",
                "{\"quiet\":{\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"Atlantis\"}}",
                "{\"quiet\":{\"from\":\"22:00\",\"to\":\"07:00\",\"zone\":\"+99:00\"}}",
                "{\"while_online\":\"yes\"}"
            })
    void preferencesOfAWrongShapeAreRefused(String body) {
        assertThat(bruno.put(PREFERENCES, body).reason()).isEqualTo("malformed");
    }

    @Test
    void othersChannelsAndAddressesAreNotMine() {
        var url = "/api/channels/" + channel + "/notification-preference";
        var carla = Api.signedIn("carla");
        assertThat(carla.put(url, "{\"level\":\"all\"}").reason()).isEqualTo("not_a_member");
        assertThat(carla.get(url).reason()).isEqualTo("not_a_member");
        assertThat(bruno.put(url, "{\"level\":\"all\",\"muted_until\":\"soon\"}")
                        .reason())
                .isEqualTo("malformed");
        assertThat(bruno.delete("/api/me/notification-addresses/" + UUID.randomUUID())
                        .reason())
                .isEqualTo("not_found");
        assertThat(bruno.delete("/api/me/notification-addresses/x").reason()).isEqualTo("malformed");
        assertThat(bruno.get("/api/notifications?limit=0").reason()).isEqualTo("malformed");
        assertThat(bruno.get("/api/notifications?before=x").reason()).isEqualTo("malformed");
        assertThat(bruno.get("/api/ops/notifications").status()).isEqualTo(403);
    }
}
