package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recado.crash.Seam;
import org.recado.crash.Trap;

/** The server ends between any two steps of a batch; after its restart nothing is lost, doubled or out of order. */
class CrashPointsIT extends RunningServer {

    private static final int CHANNELS = 4;
    private static final int MESSAGES = 24;

    private final List<String> channels = IntStream.range(0, CHANNELS)
            .mapToObj(i -> "crash-" + UUID.randomUUID())
            .toList();
    /** What was published, by correlation id, in its order. */
    private final Map<String, String> asked = new LinkedHashMap<>();

    private final Map<String, String> channelOf = new HashMap<>();
    private Gateway gateway;

    @BeforeEach
    void open() throws Exception {
        gateway = new Gateway();
        var ana = Api.signedIn("ana");
        for (var channel : channels) {
            ana.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"Test\",\"members\":[\"bruno\"]}");
        }
    }

    @AfterEach
    void close() throws Exception {
        Files.deleteIfExists(ServerOptions.ARMED);
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCrashLosesNothingAndDoublesNothing(Seam seam) throws Exception {
        Files.deleteIfExists(Trap.sprung(ServerOptions.ARMED));
        var first = new HashMap<String, JsonObject>();
        for (var channel : channels) {
            first.put(channel, gateway.ask(channel, create(channel, "ana", "first", "first")));
        }
        Files.writeString(ServerOptions.ARMED, seam + " " + (seam == Seam.SOME_EVENTS_PUBLISHED ? 17 : 1));
        publishAll(first);
        server().awaitCrash();
        assertThat(Trap.sprung(ServerOptions.ARMED)).hasContent(seam.name());
        server().start();

        var receipts = receipts();
        assertThat(receipts.values()).allMatch(r -> r.getString("state").equals("stored"));
        for (var channel : channels) {
            seqsAreWhole(channel, receipts);
            pagesTellTheSame(channel);
        }
        eventsCameInOrder();
        for (var correlation : List.copyOf(asked.keySet()).subList(0, 8)) {
            assertThat(gateway.ask(channelOf.get(correlation), asked.get(correlation)))
                    .as("the same command again")
                    .isEqualTo(receipts.get(correlation));
        }
    }

    private void publishAll(Map<String, JsonObject> first) throws Exception {
        for (var i = 0; i < MESSAGES; i++) {
            for (var channel : channels) {
                publish(channel, create(channel, i % 2 == 0 ? "ana" : "bruno", "m" + i, "text " + i));
            }
        }
        for (var channel : channels) {
            var id = first.get(channel).getString("id");
            publish(
                    channel,
                    body("message.edit", channel, "ana", "e", "\"message_id\":\"" + id + "\",\"message\":\"edited\""));
            publish(channel, body("member.add", channel, "ana", "j", "\"user_id\":\"carla\""));
            publish(channel, body("message.delete", channel, "ana", "d", "\"message_id\":\"" + id + "\""));
            publish(channel, body("member.remove", channel, "ana", "l", "\"user_id\":\"carla\""));
        }
    }

    private void publish(String channel, String body) throws Exception {
        var correlation = gateway.publish(channel, body);
        asked.put(correlation, body);
        channelOf.put(correlation, channel);
    }

    // a receipt may come twice, and is the same then
    private Map<String, JsonObject> receipts() throws Exception {
        var receipts = new HashMap<String, JsonObject>();
        while (receipts.size() < asked.size()) {
            var next = gateway.anyReceipt();
            var correlation = next.correlation();
            if (asked.containsKey(correlation)) {
                assertThat(next.body()).isEqualTo(receipts.getOrDefault(correlation, next.body()));
                receipts.put(correlation, next.body());
            }
        }
        return receipts;
    }

    private void seqsAreWhole(String channel, Map<String, JsonObject> receipts) {
        var seqs = asked.keySet().stream()
                .filter(c -> channelOf.get(c).equals(channel))
                .map(c -> (long) receipts.get(c).getInt("seq"))
                .toList();
        assertThat(seqs)
                .as("in the order of the queue, one place each")
                .containsExactlyElementsOf(
                        LongStream.range(2, seqs.size() + 2L).boxed().toList());
    }

    private void eventsCameInOrder() throws Exception {
        var heard = new HashMap<String, Map<Long, JsonObject>>();
        channels.forEach(channel -> heard.put(channel, new HashMap<>()));
        var perChannel = asked.size() / CHANNELS + 1;
        while (heard.values().stream().anyMatch(events -> events.size() < perChannel)) {
            var event = gateway.anyEvent();
            if (heard.containsKey(event.getString("channel_id", "")) && event.containsKey("seq")) {
                hear(heard.get(event.getString("channel_id")), event);
            }
        }
    }

    private static void hear(Map<Long, JsonObject> heard, JsonObject event) {
        var seq = (long) event.getInt("seq");
        if (heard.containsKey(seq)) {
            assertThat(event).as("a repeat says the same").isEqualTo(heard.get(seq));
        } else {
            assertThat(seq).as("heard for the first time").isEqualTo(heard.size() + 1L);
            heard.put(seq, event);
        }
    }

    private void pagesTellTheSame(String channel) {
        var page = Api.signedIn("bruno")
                .get("/api/channels/" + channel + "/messages?after_seq=0&limit=200")
                .object()
                .getJsonArray("messages")
                .getValuesAs(JsonObject.class);
        assertThat(page).hasSize(MESSAGES + 1);
        assertThat(page.get(0).containsKey("deleted_at")).isTrue();
        var texts = new ArrayList<String>();
        page.subList(1, page.size()).forEach(m -> texts.add(m.getString("message")));
        assertThat(texts)
                .containsExactlyElementsOf(
                        IntStream.range(0, MESSAGES).mapToObj(i -> "text " + i).toList());
        assertThat(new HashSet<>(page.stream().map(m -> m.getString("id")).toList()))
                .hasSize(page.size());
    }

    private static String create(String channel, String sender, String key, String text) {
        return body("message.create", channel, sender, key, "\"message\":\"" + text + "\"");
    }

    private static String body(String type, String channel, String sender, String key, String rest) {
        return "{\"type\":\"" + type + "\",\"sender_id\":\"" + sender + "\",\"channel_id\":\"" + channel
                + "\",\"client_id\":\"" + key + "\",\"timestamp\":\"2025-01-03T12:00:00Z\"," + rest + "}";
    }
}
