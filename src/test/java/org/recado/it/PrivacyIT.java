package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A person's own data, taken along and taken away, and messages whose time is over. */
@Tag("every-server")
class PrivacyIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String user = "p-" + UUID.randomUUID();
    private final String channel = "privacy-" + UUID.randomUUID();
    private final String secret = UUID.randomUUID().toString();
    private final Api ops = Api.signedIn("ops");
    private final Api ana = Api.signedIn("ana");
    private Api person;
    private String token;

    @BeforeEach
    void makeSomeone() {
        var password = "correct horse";
        assertThat(ops.post(
                                "/api/ops/accounts",
                                "{\"username\":\"" + user + "\",\"name\":\"Zoé\",\"password\":\"" + password + "\"}")
                        .status())
                .isEqualTo(201);
        token = Api.anonymous()
                .post("/api/session", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}")
                .object()
                .getString("token");
        person = Api.withToken(token);
        assertThat(ana.post(
                                "/api/channels",
                                "{\"id\":\"" + channel + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"" + user
                                        + "\"]}")
                        .status())
                .isEqualTo(201);
    }

    private JsonObject says(Api who, String text) {
        var answer = who.post("/api/channels/" + channel + "/messages?wait=stored", "{\"message\":\"" + text + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.object();
    }

    @Test
    void exportHasWhatIsKeptAboutThem() throws Exception {
        var kept = says(person, secret);
        var gone = says(person, "gone " + secret);
        says(ana, "not theirs");
        try (var client = PhoenixClient.connect("?vsn=2.0.0&token=" + token, UnaryOperator.identity())) {
            var topic = "channel:" + channel;
            client.join(topic);
            client.ask(topic, "delete", "{\"id\":\"" + gone.getString("id") + "\"}");
            assertThat(client.event(topic, "message_ack").getString("state")).isEqualTo("stored");
        }

        var files = export("/api/me/export", token);
        assertThat(files.keySet())
                .containsExactlyInAnyOrder(
                        "person.json",
                        "channels.json",
                        "sessions.json",
                        "messages.json",
                        "notifications.json",
                        "addresses.json",
                        "record.json");
        assertThat(object(files.get("person.json")).getString("name")).isEqualTo("Zoé");
        assertThat(array(files.get("channels.json")).getJsonObject(0).getString("id"))
                .isEqualTo(channel);
        assertThat(array(files.get("sessions.json"))).hasSize(1);
        var messages = array(files.get("messages.json"));
        assertThat(messages).hasSize(1);
        assertThat(messages.getJsonObject(0).getString("id")).isEqualTo(kept.getString("id"));
        assertThat(messages.getJsonObject(0).getString("message")).isEqualTo(secret);
        assertThat(array(files.get("record.json")).getJsonObject(0).getString("action"))
                .isEqualTo("person.exported");

        var byOperator = export("/api/ops/people/" + user + "/export", ops.token());
        assertThat(byOperator.get("messages.json")).isEqualTo(files.get("messages.json"));
        assertThat(ana.get("/api/ops/people/" + user + "/export").status()).isEqualTo(403);
        assertThat(ops.get("/api/ops/people/nobody-" + user + "/export").reason())
                .isEqualTo("unknown_user");

        assertThat(person.get("/api/me/export").status()).isEqualTo(200);
        assertThat(person.get("/api/me/export").reason()).as("so many an hour").isEqualTo("rate_limited");
    }

    @Test
    void erasedPersonIsGoneAndTheirMessagesAreDeletedInOrder() throws Exception {
        try (var gateway = new Gateway();
                var open = PhoenixClient.connect("?vsn=2.0.0&token=" + token, UnaryOperator.identity());
                var watching = PhoenixClient.as("ana")) {
            open.join("channel:" + channel);
            watching.join("channel:" + channel);
            says(person, secret);
            says(ana, "hello");
            says(person, "again " + secret);
            var letter = Rows.givenUp(
                    channel,
                    "d",
                    ("{\"sender_id\":\"" + user + "\",\"message\":\"" + secret + "\"}")
                            .getBytes(StandardCharsets.UTF_8));
            var torn =
                    Rows.givenUp(channel, "d", ("{\"sender_id\":\"" + user + "\",").getBytes(StandardCharsets.UTF_8));

            assertThat(ana.post("/api/ops/people/" + user + "/erasure", "").status())
                    .isEqualTo(403);
            assertThat(ops.post("/api/ops/people/ops/erasure", "").reason()).isEqualTo("conflict");
            assertThat(ops.post("/api/ops/people/nobody-" + user + "/erasure", "")
                            .reason())
                    .isEqualTo("unknown_user");
            assertThat(ops.get("/api/ops/people/" + user + "/erasure").reason()).isEqualTo("not_found");
            var asked = ops.post("/api/ops/people/" + user + "/erasure", "");
            assertThat(asked.status()).isEqualTo(202);
            assertThat(ops.post("/api/ops/people/" + user + "/erasure", "").status())
                    .isEqualTo(202);

            // two deletions and one leaving, each with its seq
            assertThat(watching.event("channel:" + channel, "member_left").getInt("seq"))
                    .isEqualTo(4);
            assertThat(watching.event("channel:" + channel, "message_deleted").getInt("message_seq"))
                    .isEqualTo(1);
            assertThat(watching.event("channel:" + channel, "message_deleted").getInt("message_seq"))
                    .isEqualTo(3);
            until(() -> !erasure().isNull("finished_at"));
            assertThat(erasure().getInt("messages")).isEqualTo(2);
            assertThat(erasure().getInt("dead_letters")).isEqualTo(2);
            assertThat(open.closeCode()).as("signed out").isEqualTo(1008);

            assertThat(ana.get("/api/channels/" + channel + "/messages").body()).doesNotContain(secret);
            for (var id : new String[] {letter, torn}) {
                var emptied = ops.get("/api/ops/dead-letters/" + id).object();
                assertThat(emptied.getString("state")).isEqualTo("discarded");
                assertThat(emptied.getString("note")).isEqualTo("erased");
                assertThat(emptied.toString()).doesNotContain(secret);
            }
            var late = gateway.ask(
                    channel,
                    "{\"sender_id\":\"" + user + "\",\"channel_id\":\"" + channel
                            + "\",\"message\":\"late\",\"timestamp\":\"2026-01-01T00:00:00Z\"}");
            assertThat(late.getString("reason")).isEqualTo("unknown_user");
        }
        until(() -> person.get("/api/me").status() == 401);
        assertThat(ops.post("/api/ops/accounts", "{\"username\":\"" + user + "\",\"password\":\"battery staple\"}")
                        .reason())
                .as("nobody is them again")
                .isEqualTo("conflict");
        assertThat(ops.put("/api/ops/accounts/" + user + "/password", "{\"password\":\"battery staple\"}")
                        .reason())
                .isEqualTo("not_found");
        assertThat(ana.put("/api/channels/" + channel + "/members/" + user, "{\"role\":\"member\"}")
                        .reason())
                .isEqualTo("unknown_user");
        assertThat(ops.get("/api/ops/audit?subject=user:" + user + "&action=person.erased")
                        .object()
                        .getJsonArray("items"))
                .isNotEmpty();
    }

    @Test
    void messagesWhoseTimeIsOverAreDeletedInTheirPlace() throws Exception {
        says(person, secret);
        assertThat(ana.patch("/api/channels/" + channel, "{\"retention_days\":7}")
                        .status())
                .isEqualTo(204);
        assertThat(ana.get("/api/channels/" + channel).object().getInt("retention_days"))
                .isEqualTo(7);
        Rows.age(channel, 8);
        says(person, "today");
        until(() -> !ana.get("/api/channels/" + channel + "/messages").body().contains(secret));

        var messages =
                ana.get("/api/channels/" + channel + "/messages").object().getJsonArray("messages");
        assertThat(messages).hasSize(2);
        assertThat(messages.getJsonObject(0).getString("message")).isEqualTo("today");
        assertThat(messages.getJsonObject(1)).containsKey("deleted_at");
        assertThat(ana.get("/api/channels/" + channel).object().getInt("last_seq"))
                .as("expiry takes no seq")
                .isEqualTo(3);

        for (var days : new String[] {"0", "36501", "1.5", "\"7\""}) {
            assertThat(ana.patch("/api/channels/" + channel, "{\"retention_days\":" + days + "}")
                            .reason())
                    .isEqualTo("malformed");
        }
        assertThat(ana.patch("/api/channels/" + channel, "{\"retention_days\":null}")
                        .status())
                .isEqualTo(204);
        assertThat(ana.get("/api/channels/" + channel).object()).doesNotContainKey("retention_days");
    }

    private JsonObject erasure() {
        return ops.get("/api/ops/people/" + user + "/erasure").object();
    }

    private static Map<String, String> export(String path, String bearer) throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(at(path))
                                .header("Authorization", "Bearer " + bearer)
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        var files = new HashMap<String, String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    private static JsonObject object(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readObject();
        }
    }

    private static JsonArray array(String json) {
        try (var reader = Json.createReader(new StringReader(json))) {
            return reader.readArray();
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(100);
        }
    }
}
