package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker's side, as somebody else's gateway sees it (the contract, sections 1 and 2). */
class AmqpIT extends RunningServer {

    private final String channel = "amqp-" + UUID.randomUUID();
    private Gateway gateway;

    @BeforeEach
    void connect() throws Exception {
        gateway = new Gateway();
        made(channel, "\"ana\",\"bruno\"");
    }

    @AfterEach
    void disconnect() throws Exception {
        gateway.close();
    }

    @Test
    void thePlainestBodyIsStoredAndDelivered() throws Exception {
        made("456", "\"123\"");
        var receipt = gateway.ask(
                "456",
                "{\"sender_id\":\"123\",\"channel_id\":\"456\",\"message\":\"Olá, mundo!\","
                        + "\"timestamp\":\"2025-01-03T12:00:00Z\"}");
        assertThat(receipt.getString("state")).isEqualTo("stored");
        var event = gateway.eventOf("456");
        assertThat(event.getString("type")).isEqualTo("message.created");
        assertThat(event.getString("message")).isEqualTo("Olá, mundo!");
        assertThat(event.getString("timestamp")).isEqualTo("2025-01-03T12:00:00Z");
        assertThat(event.getInt("seq")).isEqualTo(receipt.getInt("seq"));
    }

    @Test
    void aQueueMayBeNamedInsteadOfTheExchange() throws Exception {
        var correlation = gateway.publish(
                "", "recado.commands.0", body("ana", "direct").getBytes(StandardCharsets.UTF_8), Gateway.properties());
        assertThat(gateway.receipt(correlation).getString("state")).isEqualTo("stored");
    }

    @Test
    void theSameCommandAgainIsAnsweredTheSameAndSaidAgain() throws Exception {
        var body = keyed("ana", "k", "once");
        var first = gateway.ask(channel, body);
        assertThat(gateway.ask(channel, body)).isEqualTo(first);
        assertThat(gateway.eventOf(channel)).isEqualTo(gateway.eventOf(channel));
        assertThat(gateway.ask(channel, keyed("ana", "k", "twice")).getString("reason"))
                .isEqualTo("conflict");
        assertThat(gateway.eventOfUser("ana").getString("reason")).isEqualTo("conflict");
    }

    @Test
    void anEditAndADeletionTakeTheirOwnSeqs() throws Exception {
        var id = gateway.ask(channel, body("ana", "one")).getString("id");
        assertThat(gateway.eventOf(channel).getInt("seq")).isEqualTo(1);
        gateway.ask(channel, about("message.edit", "ana", id, ",\"message\":\"two\""));
        var edited = gateway.eventOf(channel);
        assertThat(edited.getString("type")).isEqualTo("message.edited");
        assertThat(edited.getString("id")).isEqualTo(id);
        assertThat(edited.getInt("seq")).isEqualTo(2);
        assertThat(edited.getString("message")).isEqualTo("two");
        assertThat(edited).containsKey("edited_at");
        assertThat(gateway.ask(channel, about("message.delete", "bruno", id, ""))
                        .getString("reason"))
                .isEqualTo("not_the_author");
        gateway.ask(channel, about("message.delete", "ana", id, ""));
        var deleted = gateway.eventOf(channel);
        assertThat(deleted.getString("type")).isEqualTo("message.deleted");
        assertThat(deleted.getInt("seq")).isEqualTo(3);
        assertThat(deleted).doesNotContainKey("message");
    }

    @Test
    void everyRefusalSaysItsReason() throws Exception {
        assertThat(reason(body("carla", "x"))).isEqualTo("not_a_member");
        assertThat(reason(body("nobody", "x"))).isEqualTo("unknown_user");
        assertThat(reasonIn("nowhere", body("ana", "x").replace(channel, "nowhere")))
                .isEqualTo("unknown_channel");
        assertThat(reason(about("message.delete", "ana", UUID.randomUUID().toString(), "")))
                .isEqualTo("not_found");
        assertThat(reason(about("member.add", "ops", "x", ",\"user_id\":\"stranger\"")))
                .isEqualTo("unknown_user");
        assertThat(reason(body("ana", "a".repeat(1_048_576)))).isEqualTo("too_large");
        assertThat(reason(body("ana", "x").replace("2026-01-01", "1826-01-01"))).isEqualTo("malformed");
        assertThat(reason(body("ana", "\\ud800"))).isEqualTo("malformed");
        assertThat(reason(body("ana", "\\u0000"))).isEqualTo("malformed");
        assertThat(reason(body("ana", "x").replace("\"message\":\"x\"", "\"message\":5")))
                .isEqualTo("malformed");
        assertThat(reason(body("ana", "x").replace("\"timestamp\"", "\"when\"")))
                .isEqualTo("malformed");
        assertThat(reason(keyed("ana", "a b", "x"))).isEqualTo("malformed");
        assertThat(reason(keyed("ana", "k".repeat(65), "x"))).isEqualTo("malformed");
        assertThat(gateway.ask(channel, body("ana", "fine")).getInt("seq")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[1,2,3]",
                "\"text\"",
                "{}",
                "{\"sender_id\":\"ana\"}",
                "{\"sender_id\":\"an a\",\"channel_id\":\"general\",\"message\":\"x\",\"timestamp\":\"2026-01-01T00:00:00Z\"}",
                "{\"sender_id\":\"ana\",\"sender_id\":\"ana\",\"channel_id\":\"general\"}"
            })
    void whatIsNoCommandBecomesADeadLetterWithItsBytes(String body) throws Exception {
        assertDead(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void deepNestingAndBrokenUtf8BecomeDeadLettersToo() throws Exception {
        assertDead("[".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        assertDead("{\"a\":".repeat(10_000).getBytes(StandardCharsets.UTF_8));
        assertDead(new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'});
    }

    private void assertDead(byte[] body) throws Exception {
        var correlation = gateway.publish("recado.commands", channel, body, Gateway.properties());
        assertThat(gateway.receipt(correlation).getString("reason")).isEqualTo("malformed");
        var dead = gateway.deadLetter(correlation);
        assertThat(dead.getBody()).isEqualTo(body);
        assertThat(dead.getProperties().getHeaders().get("x-recado-reason")).hasToString("malformed");
        assertThat(dead.getProperties().getHeaders()).containsKey("x-recado-detail");
    }

    @Test
    void aBadCommandInABatchIsRefusedAlone() throws Exception {
        List<String> asked = new ArrayList<>();
        for (var i = 0; i < 20; i++) {
            asked.add(gateway.publish(channel, i % 2 == 0 ? body("ana", "m" + i) : body("carla", "m" + i)));
        }
        for (var i = 0; i < 20; i++) {
            assertThat(gateway.receipt(asked.get(i)).getString("state")).isEqualTo(i % 2 == 0 ? "stored" : "rejected");
        }
    }

    @Test
    void aThousandMixedCommandsFromEightSendersLeaveNoHole() throws Exception {
        var senders = List.of("s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8");
        var mixed = "mixed-" + UUID.randomUUID();
        made(mixed, "\"" + String.join("\",\"", senders) + "\"");
        var random = new Random(7);
        Map<String, String> messages = new HashMap<>();
        for (var i = 0; i < 1_000; i++) {
            var sender = senders.get(random.nextInt(senders.size()));
            gateway.publish(mixed, any(random, sender, i, messages).replace(channel, mixed));
            if (i % 100 == 99) {
                learn(mixed, i + 1, messages);
            }
        }
    }

    // reads the events up to the seq that so many commands must have reached: each takes the next one
    private void learn(String mixed, int upTo, Map<String, String> messages) throws Exception {
        for (var seq = upTo - 99; seq <= upTo; seq++) {
            var event = gateway.eventOf(mixed);
            assertThat(event.getInt("seq")).isEqualTo(seq);
            if (event.getString("type").equals("message.created")) {
                messages.put(event.getString("sender_id"), event.getString("id"));
            }
            if (event.getString("type").equals("message.deleted")) {
                messages.remove(event.getString("sender_id"), event.getString("id"));
            }
        }
    }

    private String any(Random random, String sender, int i, Map<String, String> messages) {
        var mine = messages.get(sender);
        var dice = random.nextInt(10);
        if (mine != null && dice == 0) {
            messages.remove(sender);
            return about("message.delete", sender, mine, ",\"client_id\":\"c" + i + "\"");
        }
        if (mine != null && dice < 4) {
            return about("message.edit", sender, mine, ",\"message\":\"e" + i + "\",\"client_id\":\"c" + i + "\"");
        }
        return keyed(sender, "c" + i, "m" + i);
    }

    private String reason(String body) throws Exception {
        return reasonIn(channel, body);
    }

    private String reasonIn(String channelId, String body) throws Exception {
        JsonObject receipt = gateway.ask(channelId, body);
        assertThat(receipt.getString("state")).isEqualTo("rejected");
        return receipt.getString("reason");
    }

    private static void made(String id, String members) {
        var answer = Api.signedIn("ops")
                .post(
                        "/api/channels",
                        "{\"id\":\"" + id + "\",\"name\":\"Test\",\"kind\":\"private\",\"members\":[" + members + "]}");
        assertThat(answer.status()).isIn(201, 409);
    }

    private String body(String sender, String text) {
        return "{\"sender_id\":\"" + sender + "\",\"channel_id\":\"" + channel + "\",\"message\":\"" + text
                + "\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
    }

    private String keyed(String sender, String key, String text) {
        return body(sender, text).replace("{", "{\"client_id\":\"" + key + "\",");
    }

    private String about(String type, String sender, String message, String more) {
        return "{\"type\":\"" + type + "\",\"sender_id\":\"" + sender + "\",\"channel_id\":\"" + channel
                + "\",\"message_id\":\"" + message + "\",\"timestamp\":\"" + Instant.now() + "\"" + more + "}";
    }
}
