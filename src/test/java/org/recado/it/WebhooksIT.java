package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.notification.Receiver;

/** Somebody's program on this machine, called by the running server. */
@Tag("every-server")
class WebhooksIT extends RunningServer {

    private static final String MINE = "/api/me/notification-addresses";

    private final Receiver receiver = new Receiver();
    private final Api ana = Api.signedIn("ana");
    private final Api bruno = Api.signedIn("bruno");
    private final Api carla = Api.signedIn("carla");
    private final String channel = "hooks-" + UUID.randomUUID();
    private final String there = "/api/channels/" + channel;

    @AfterEach
    void close() {
        receiver.close();
        items(carla.get(MINE)).forEach(a -> carla.delete(MINE + "/" + a.getString("id")));
    }

    private void makeChannel() {
        made(ana.post(
                "/api/channels",
                "{\"id\":\"" + channel
                        + "\",\"name\":\"Canal\",\"kind\":\"private\",\"members\":[\"bruno\",\"carla\"]}"));
    }

    private static JsonObject made(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.object();
    }

    private static String wish(String url) {
        return Json.createObjectBuilder()
                .add("url", url)
                .add("label", "l")
                .build()
                .toString();
    }

    private void say(String text) {
        made(ana.post(there + "/messages?wait=stored", "{\"message\":\"" + text + "\"}"));
    }

    private static List<JsonObject> items(Api.Answer answer) {
        return answer.object().getJsonArray("items").getValuesAs(JsonObject.class);
    }

    private static <T> T await(Supplier<Optional<T>> question) {
        return Failsafe.with(RetryPolicy.<Optional<T>>builder()
                        .handleResultIf(Optional::isEmpty)
                        .withDelay(Duration.ofMillis(200))
                        .withMaxRetries(-1)
                        .withMaxDuration(Duration.ofSeconds(30))
                        .build())
                .get(question::get)
                .orElseThrow();
    }

    @Test
    void aChannelsWebhookHearsEachMessageOnceInOrderAlthoughItFailsAtFirst() throws Exception {
        makeChannel();
        var secret = made(ana.post(there + "/webhooks", wish(receiver.url()))).getString("secret");
        receiver.then(500);
        say("a");
        var first = receiver.next();
        var heard = new ArrayList<>(List.of(receiver.next()));
        for (var text : List.of("b", "c", "d", "e")) {
            say(text);
        }
        while (heard.size() < 5) {
            heard.add(receiver.next());
        }

        assertThat(heard.get(0).id()).isEqualTo(first.id());
        assertThat(heard).extracting(Receiver.Heard::id).doesNotHaveDuplicates();
        assertThat(heard).allMatch(h -> h.isSignedWith(secret));
        assertThat(heard).extracting(h -> h.json().getString("type")).containsOnly("message.created");
        assertThat(heard).extracting(h -> h.data().getString("message")).containsExactly("a", "b", "c", "d", "e");
        assertThat(heard).extracting(h -> h.data().getInt("seq")).containsExactly(1, 2, 3, 4, 5);
        assertThat(heard.get(0).data().getString("channel_id")).isEqualTo(channel);
        assertThat(receiver.isEmpty()).isTrue();
    }

    @Test
    void aUsersWebhookHearsOfAMentionAndOfNothingOnceItIsRemoved() throws Exception {
        makeChannel();
        var webhook = made(carla.post("/api/me/webhooks", wish(receiver.url())));
        say("for nobody");
        say("olá @carla");
        var heard = receiver.next();
        assertThat(heard.isSignedWith(webhook.getString("secret"))).isTrue();
        assertThat(heard.json().getString("type")).isEqualTo("notification");
        assertThat(heard.data().getString("user_id")).isEqualTo("carla");
        assertThat(heard.data().getString("channel_name")).isEqualTo("Canal");
        assertThat(heard.data().getString("sender_id")).isEqualTo("ana");
        assertThat(heard.data().getString("message")).isEqualTo("olá @carla");
        assertThat(heard.data().getBoolean("mention")).isTrue();
        assertThat(heard.data().getInt("last_seq")).isEqualTo(2);
        assertThat(await(() -> settled("sent")).getString("answer")).isEqualTo("200");

        assertThat(carla.delete(MINE + "/" + webhook.getString("id")).status()).isEqualTo(204);
        assertThat(items(carla.get(MINE))).isEmpty();
    }

    /** The delivery of carla's notification, once it has come so far. */
    private Optional<JsonObject> settled(String state) {
        return items(carla.get("/api/notifications?limit=20")).stream()
                .filter(n -> n.getString("channel_id").equals(channel))
                .flatMap(n -> n.getJsonArray("deliveries").getValuesAs(JsonObject.class).stream())
                .filter(d -> d.getString("state").equals(state))
                .findFirst();
    }

    @Test
    void aWebhookThatLeadsBackHereEnds() throws Exception {
        makeChannel();
        made(carla.post("/api/me/webhooks", wish(at("/api/session").toString())));
        say("@carla");
        var ended = await(() -> settled("failed"));
        assertThat(ended.getString("reason")).isEqualTo("refused");
        assertThat(ended.getString("answer")).isEqualTo("508: it leads back to us");
        assertThat(ended.getInt("attempts")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/me", "/api/none", "/socket/longpoll?vsn=2.0.0"})
    void whatAWebhookAsksHereIsRefusedBeforeAnythingElse(String path) throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(at(path))
                                .header("Recado-Webhook", "1")
                                .header("Origin", "https://elsewhere.example")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(508);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).isPresent();
        assertThat(answer.body()).contains("\"status\":508", "\"reason\":\"forbidden\"");
    }

    @Test
    void moderatorsMayMembersMayNotAndADirectChannelHasNone() {
        makeChannel();
        var webhooks = there + "/webhooks";
        assertThat(bruno.post(webhooks, wish(receiver.url())).reason()).isEqualTo("read_only");
        assertThat(bruno.get(webhooks).reason()).isEqualTo("read_only");
        assertThat(ana.put(there + "/members/bruno", "{\"role\":\"moderator\"}").status())
                .isLessThan(300);
        var id = made(bruno.post(webhooks, wish(receiver.url()))).getString("id");
        assertThat(carla.delete(webhooks + "/" + id).reason()).isEqualTo("read_only");
        assertThat(Api.signedIn("ops").get(webhooks).reason()).isEqualTo("not_a_member");
        var listed = items(ana.get(webhooks)).get(0);
        assertThat(listed.getString("address")).isEqualTo(receiver.url());
        assertThat(listed.getString("created_by")).isEqualTo("bruno");

        var other = "hooks-" + UUID.randomUUID();
        made(ana.post("/api/channels", "{\"id\":\"" + other + "\",\"name\":\"n\"}"));
        assertThat(ana.delete("/api/channels/" + other + "/webhooks/" + id).reason())
                .isEqualTo("not_found");
        assertThat(ana.delete(webhooks + "/" + id).status()).isEqualTo(204);
        assertThat(ana.delete(webhooks + "/" + id).reason()).isEqualTo("not_found");
        assertThat(ana.post("/api/channels/ana-bruno/webhooks", wish(receiver.url()))
                        .reason())
                .isEqualTo("read_only");
    }

    @Test
    void itIsInTheRecordWhoMadeAndRemovedOne() {
        makeChannel();
        var id = made(ana.post(there + "/webhooks", wish(receiver.url()))).getString("id");
        assertThat(ana.delete(there + "/webhooks/" + id).status()).isEqualTo(204);
        assertThat(items(Api.signedIn("ops").get("/api/ops/audit?subject=channel:" + channel)))
                .extracting(r -> r.getString("actor") + " " + r.getString("action") + " " + r.getString("target"))
                .containsExactly("ana webhook.removed webhook:" + id, "ana webhook.created webhook:" + id);
    }

    @Test
    void aBotThatModeratesMayWithTheScopeToWrite() {
        makeChannel();
        var ops = Api.signedIn("ops");
        var bot = "bot-" + UUID.randomUUID();
        made(ops.post("/api/ops/bots", "{\"id\":\"" + bot + "\",\"name\":\"Bot\"}"));
        assertThat(ana.put(there + "/members/" + bot, "{\"role\":\"moderator\"}")
                        .status())
                .isEqualTo(201);
        assertThat(bot(bot, "read")
                        .post(there + "/webhooks", wish(receiver.url()))
                        .reason())
                .isEqualTo("forbidden");
        made(bot(bot, "write").post(there + "/webhooks", wish(receiver.url())));
        assertThat(items(bot(bot, "read").get(there + "/webhooks"))).hasSize(1);
    }

    private static Api bot(String bot, String scope) {
        var key = made(Api.signedIn("ops")
                .post("/api/ops/bots/" + bot + "/keys", "{\"name\":\"k\",\"scopes\":[\"" + scope + "\"]}"));
        return Api.withToken(key.getString("key"));
    }

    @Test
    void theSecretIsShownOnce() throws Exception {
        makeChannel();
        receiver.then(500);
        var ofChannel =
                made(ana.post(there + "/webhooks", wish(receiver.url()))).getString("secret");
        var ofCarla = made(carla.post("/api/me/webhooks", wish(receiver.url()))).getString("secret");
        say("@carla");
        receiver.next();
        receiver.next();
        receiver.next();
        var ops = Api.signedIn("ops");
        for (var secret : List.of(ofChannel, ofCarla)) {
            for (var answer : List.of(
                    ana.get(there + "/webhooks"),
                    ana.get(there),
                    carla.get(MINE),
                    carla.get("/api/notifications"),
                    ops.get("/api/ops/notifications?channel=" + channel),
                    ops.get("/api/ops/audit/export"))) {
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).doesNotContain(secret);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/api/me",
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "gopher://127.0.0.1:70/_x",
                "http://10.0.0.1/",
                "https://169.254.169.254/latest/meta-data",
                "https://ana:secret@example.com/",
                "https://example.com/#part",
                "https://example.com/\nx",
                "https://example.com/\r\nHost: x",
                "https:///nowhere",
                "https://exa mple.com/",
                "javascript:alert(1)"
            })
    void hostileUrlsAreMalformed(String url) {
        makeChannel();
        assertThat(carla.post("/api/me/webhooks", wish(url)).reason()).isEqualTo("malformed");
        assertThat(ana.post(there + "/webhooks", wish(url)).reason()).isEqualTo("malformed");
    }

    @Test
    void whatIsTooLongOrOfAnotherShapeIsMalformed() {
        assertThat(carla.post("/api/me/webhooks", wish("https://example.com/" + "x".repeat(10_240)))
                        .reason())
                .isEqualTo("malformed");
        for (var label : List.of("\"" + "x".repeat(201) + "\"", "\"a\\nb\"", "\"\\u0000\"", "\"\\ud800\"", "7")) {
            assertThat(carla.post("/api/me/webhooks", "{\"url\":\"https://example.com/\",\"label\":" + label + "}")
                            .reason())
                    .as(label)
                    .isEqualTo("malformed");
        }
        assertThat(carla.post("/api/me/webhooks", "{}").reason()).isEqualTo("malformed");
    }
}
