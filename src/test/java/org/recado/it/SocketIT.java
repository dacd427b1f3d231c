package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The socket (the contract, section 3): what a client that behaves gets. */
class SocketIT extends RunningServer {

    private final String id = "socket-" + UUID.randomUUID();
    private final String topic = "channel:" + id;
    private final List<PhoenixClient> clients = new ArrayList<>();

    @BeforeEach
    void makeChannel() {
        var made = Api.signedIn("ana")
                .post(
                        "/api/channels",
                        "{\"id\":\"" + id + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"bruno\"]}");
        assertThat(made.status()).isEqualTo(201);
    }

    @AfterEach
    void disconnect() {
        clients.forEach(PhoenixClient::close);
    }

    @Test
    void messageIsAcceptedThenAcknowledgedAndDeliveredToAllConnections() {
        var ana = joined("ana");
        var anasPhone = joined("ana");
        var bruno = joined("bruno");

        var reply = ana.ask(topic, "message", "{\"message\":\"Olá\\n👋\",\"client_id\":\"k1\"}");
        assertThat(reply.status()).isEqualTo("ok");
        assertThat(reply.response().getString("state")).isEqualTo("accepted");
        assertThat(reply.response().getString("client_id")).isEqualTo("k1");

        var ack = ana.event(topic, "message_ack");
        assertThat(ack.getString("state")).isEqualTo("stored");
        assertThat(ack.getString("client_id")).isEqualTo("k1");
        for (var client : List.of(ana, anasPhone, bruno)) {
            var message = client.event(topic, "message");
            assertThat(message.getString("message")).isEqualTo("Olá\n👋");
            assertThat(message.getString("id")).isEqualTo(ack.getString("id"));
            assertThat(message.getInt("seq")).isEqualTo(ack.getInt("seq"));
            assertThat(message.getString("sender_id")).isEqualTo("ana");
        }
        anasPhone.isAlive();
        assertThat(anasPhone.heard()).noneMatch(f -> f.event().equals("message_ack"));
    }

    @Test
    void editAndDeletionAreToldWithTheirOwnSeq() {
        var ana = joined("ana");
        var bruno = joined("bruno");
        var first = said(ana, "one");

        ana.ask(topic, "edit", "{\"id\":\"" + first.getString("id") + "\",\"message\":\"two\",\"client_id\":\"e\"}");
        var edited = bruno.event(topic, "message_edited");
        assertThat(edited.getString("message")).isEqualTo("two");
        assertThat(edited.getInt("seq")).isEqualTo(first.getInt("seq") + 1);
        ana.ask(topic, "delete", "{\"id\":\"" + first.getString("id") + "\",\"client_id\":\"d\"}");
        var deleted = bruno.event(topic, "message_deleted");
        assertThat(deleted).doesNotContainKey("message");
        assertThat(deleted.getInt("seq")).isEqualTo(first.getInt("seq") + 2);
    }

    @Test
    void newcomerGetsTheNewestMessagesAndHistoryThoseBefore() {
        var ana = joined("ana");
        for (var i = 1; i <= 55; i++) {
            said(ana, "m" + i);
        }
        var bruno = connected("bruno");
        var answer = bruno.join(topic);
        assertThat(answer.getInt("last_seq")).isEqualTo(55);
        assertThat(answer.getBoolean("recovered")).isTrue();
        assertThat(answer.getBoolean("more")).isTrue();
        assertThat(texts(answer)).hasSize(50).startsWith("m6").endsWith("m55");
        assertThat(answer.getJsonObject("channel").getString("id")).isEqualTo(id);
        assertThat(answer.getJsonObject("channel").getString("kind")).isEqualTo("private");
        assertThat(answer.getJsonObject("channel").getString("role")).isEqualTo("member");

        var page = bruno.ask(topic, "history", "{\"before_seq\":6,\"limit\":3}").response();
        assertThat(texts(page)).containsExactly("m3", "m4", "m5");
        assertThat(page.getBoolean("more")).isTrue();
        var rest = bruno.ask(topic, "history", "{\"before_seq\":3}").response();
        assertThat(texts(rest)).containsExactly("m1", "m2");
        assertThat(rest.getBoolean("more")).isFalse();
    }

    @Test
    void resumeBringsWhatChangedAsItIsNow() {
        var ana = joined("ana");
        var kept = said(ana, "kept");
        var edited = said(ana, "before");
        var cursor = edited.getInt("seq");
        ana.ask(topic, "edit", "{\"id\":\"" + edited.getString("id") + "\",\"message\":\"after\",\"client_id\":\"e\"}");
        said(ana, "new");

        var bruno = connected("bruno");
        var answer = bruno.join(topic, "{\"last_seq\":" + cursor + "}");
        assertThat(texts(answer)).containsExactly("after", "new").doesNotContain(kept.getString("id"));
        assertThat(answer.getInt("last_seq")).isEqualTo(cursor + 2);
        assertThat(answer.getBoolean("recovered")).isTrue();
        assertThat(connected("bruno").join(topic, "{\"last_seq\":9999}").getBoolean("recovered"))
                .isFalse();
    }

    @Test
    void joinDuringAStreamHasNoHoleAndNoRepeat() {
        var ana = joined("ana");
        var sender = new Thread(() -> {
            for (var i = 1; i <= 40; i++) {
                ana.send(PhoenixClient.text("null", "null", topic, "message", "{\"message\":\"m" + i + "\"}"));
            }
        });
        sender.start();
        for (var round = 0; round < 3; round++) {
            var bruno = connected("bruno");
            var answer = bruno.join(topic);
            var seq = answer.getInt("last_seq");
            assertThat(texts(answer)).hasSize(seq);
            while (seq < 40) {
                seq++;
                assertThat(bruno.event(topic, "message").getInt("seq")).isEqualTo(seq);
            }
            assertThat(bruno.heard()).noneMatch(f -> f.event().equals("message"));
        }
    }

    @Test
    void refsAreEchoedAsTheyCame() {
        var ana = connected("ana");
        ana.send(PhoenixClient.text("17", "18", topic, "phx_join", "{}"));
        var reply = ana.await(f -> f.event().equals("phx_reply"));
        assertThat(reply.joinRef().toString()).isEqualTo("17");
        assertThat(reply.ref().toString()).isEqualTo("18");
    }

    @Test
    void secondJoinClosesTheFirstAndAnOldRefIsPassedOver() {
        var ana = connected("ana");
        ana.send(PhoenixClient.text("\"j1\"", "\"j1\"", topic, "phx_join", "{}"));
        ana.send(PhoenixClient.text("\"j2\"", "\"j2\"", topic, "phx_join", "{}"));
        ana.send(PhoenixClient.text("\"j1\"", "\"old\"", topic, "message", "{\"message\":\"x\"}"));
        ana.send(PhoenixClient.text("null", "\"new\"", topic, "message", "{\"message\":\"y\"}"));
        var close = ana.await(f -> f.event().equals("phx_close"));
        assertThat(close.joinRef().toString()).isEqualTo("\"j1\"");
        assertThat(ana.await(f -> f.isReplyTo("j2")).status()).isEqualTo("ok");
        assertThat(ana.await(f -> f.isReplyTo("new")).joinRef().toString()).isEqualTo("\"j2\"");
        assertThat(ana.heard()).noneMatch(f -> f.isReplyTo("old"));
    }

    @Test
    void leaveIsAnsweredThenClosedAndNothingComesAfterIt() {
        var ana = joined("ana");
        var bruno = joined("bruno");
        assertThat(bruno.ask(topic, "phx_leave", "{}").status()).isEqualTo("ok");
        bruno.event(topic, "phx_close");
        said(ana, "unheard");
        bruno.isAlive();
        assertThat(bruno.heardButPresence()).isEmpty();
        assertThat(bruno.ask(topic, "message", "{\"message\":\"x\"}").reason()).isEqualTo("unmatched topic");
    }

    @Test
    void memberWhoIsRemovedHearsItAndIsExpelled() {
        var ana = joined("ana");
        var bruno = joined("bruno");
        bruno.join("user:bruno");
        var removed = Api.signedIn("ana").delete("/api/channels/" + id + "/members/bruno");
        assertThat(removed.status()).isLessThan(300);
        assertThat(ana.event(topic, "member_left").getString("user_id")).isEqualTo("bruno");
        bruno.event(topic, "phx_close");
        assertThat(bruno.event("user:bruno", "channel_removed").getString("channel_id"))
                .isEqualTo(id);
        said(ana, "private");
        bruno.isAlive();
        assertThat(bruno.heard()).noneMatch(f -> f.event().equals("message"));
        assertThat(bruno.tryJoin(topic, "{}").reason()).isEqualTo("not_a_member");
    }

    @Test
    void bannedMemberIsClosedOutAndTheOthersHearIt() {
        var ana = joined("ana");
        var bruno = joined("bruno");
        var ban = "/api/channels/" + id + "/bans/bruno";
        assertThat(Api.signedIn("ana").put(ban, "").status()).isEqualTo(204);
        assertThat(ana.event(topic, "member_banned").getString("user_id")).isEqualTo("bruno");
        bruno.event(topic, "phx_close");
        assertThat(bruno.tryJoin(topic, "{}").reason()).isEqualTo("not_a_member");
        assertThat(Api.signedIn("ana")
                        .put("/api/channels/" + id + "/members/bruno", "{}")
                        .reason())
                .isEqualTo("not_a_member");
        assertThat(Api.signedIn("ana").delete(ban).status()).isEqualTo(204);
    }

    @Test
    void mutedMemberIsRefusedAtTheEdgeAndToldForHowLong() {
        var ana = joined("ana");
        var bruno = joined("bruno");
        var mute = "/api/channels/" + id + "/members/bruno/mute";
        assertThat(Api.signedIn("ana")
                        .put(mute, "{\"until\":\"" + Instant.now().plusSeconds(600) + "\"}")
                        .status())
                .isEqualTo(204);
        bruno.event(topic, "member_muted");
        var reply = bruno.ask(topic, "message", "{\"message\":\"psst\"}");
        assertThat(reply.reason()).isEqualTo("muted");
        assertThat(reply.response().getInt("retry_after_ms")).isBetween(500_000, 600_000);
        assertThat(Api.signedIn("ana").delete(mute).status()).isEqualTo(204);
        bruno.event(topic, "member_muted");
        said(bruno, "back");
        assertThat(ana.event(topic, "message").getString("message")).isEqualTo("back");
    }

    @Test
    void archivedChannelIsToldAndRefusesAtTheEdge() {
        var ana = joined("ana");
        var path = "/api/channels/" + id;
        assertThat(Api.signedIn("ana")
                        .patch(path, "{\"name\":\"Was n\",\"archived\":true}")
                        .status())
                .isEqualTo(204);
        assertThat(ana.event(topic, "channel_renamed").getString("name")).isEqualTo("Was n");
        assertThat(ana.event(topic, "channel_archived").getBoolean("archived")).isTrue();
        assertThat(ana.ask(topic, "message", "{\"message\":\"x\"}").reason()).isEqualTo("read_only");
        var channel = joined("bruno").join(topic).getJsonObject("channel");
        assertThat(channel.getString("name")).isEqualTo("Was n");
        assertThat(channel.getBoolean("archived")).isTrue();
    }

    @Test
    void refusedCommandIsToldToTheConnectionAndToTheUser() {
        var ana = joined("ana");
        ana.join("user:ana");
        var edit = "{\"id\":\"" + UUID.randomUUID() + "\",\"message\":\"x\",\"client_id\":\"nope\"}";
        assertThat(ana.ask(topic, "edit", edit).status()).isEqualTo("ok");
        for (var t : List.of(topic, "user:ana")) {
            var ack = ana.event(t, "message_ack");
            assertThat(ack.getString("state")).isEqualTo("rejected");
            assertThat(ack.getString("reason")).isEqualTo("not_found");
            assertThat(ack.getString("client_id")).isEqualTo("nope");
        }
    }

    @Test
    void readingIsTakenAndMovesTheCursor() throws InterruptedException {
        var ana = joined("ana");
        var seq = said(ana, "one").getInt("seq");
        assertThat(ana.ask(topic, "read", "{\"seq\":" + seq + "}").status()).isEqualTo("ok");
        var deadline = System.nanoTime() + 20_000_000_000L;
        while (readSeq() != seq) {
            assertThat(System.nanoTime()).as("the cursor moves in time").isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    private int readSeq() {
        var answer = Api.signedIn("ana").get("/api/channels").json();
        var items = answer.getValueType() == JsonValue.ValueType.ARRAY
                ? answer.asJsonArray()
                : answer.asJsonObject().values().stream()
                        .filter(v -> v.getValueType() == JsonValue.ValueType.ARRAY)
                        .findFirst()
                        .orElseThrow()
                        .asJsonArray();
        return items.getValuesAs(JsonObject.class).stream()
                .filter(c -> c.getString("id").equals(id))
                .mapToInt(c -> c.getInt("read_seq"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void sixtyFirstMessageInTenSecondsIsRateLimited() {
        var ana = joined("ana");
        Optional<JsonObject> limited = Optional.empty();
        for (var i = 0; i < 61; i++) {
            var reply = ana.ask(topic, "message", "{\"message\":\"x\"}");
            if (reply.status().equals("error")) {
                limited = Optional.of(reply.response());
            }
        }
        assertThat(limited.orElseThrow().getString("reason")).isEqualTo("rate_limited");
        assertThat(limited.orElseThrow().getInt("retry_after_ms")).isBetween(1, 10_000);
    }

    private PhoenixClient connected(String user) {
        var client = PhoenixClient.as(user);
        clients.add(client);
        return client;
    }

    private PhoenixClient joined(String user) {
        var client = connected(user);
        client.join(topic);
        return client;
    }

    /** Says something and returns its acknowledgement. */
    private JsonObject said(PhoenixClient client, String text) {
        var key = UUID.randomUUID().toString();
        var reply = client.ask(topic, "message", "{\"message\":\"" + text + "\",\"client_id\":\"" + key + "\"}");
        assertThat(reply.status()).isEqualTo("ok");
        return client.await(f -> f.event().equals("message_ack")
                        && f.payload().getString("client_id").equals(key))
                .payload();
    }

    private static List<String> texts(JsonObject answer) {
        return answer.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
                .map(m -> m.getString("message"))
                .toList();
    }
}
