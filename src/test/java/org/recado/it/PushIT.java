package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recado.notification.push.PushReceiver;
import org.recado.notification.push.Vapids;
import org.recado.platform.Json;

/** A browser that has subscribed at the running server, and a push service that is this test. */
@Tag("every-server")
class PushIT extends RunningServer {

    private static final String SUBSCRIPTIONS = "/api/me/push-subscriptions";
    private static final String ADDRESSES = "/api/me/notification-addresses";

    private final Api ana = Api.signedIn("ana");
    // nobody else's test has a word for them on its way
    private static final String USER = "p-" + UUID.randomUUID();
    private static Api person;

    private final PushReceiver receiver = new PushReceiver();
    private final String channel = "push-" + UUID.randomUUID();
    private final String label = "laptop " + channel;

    @BeforeAll
    static void makeSomeone() {
        var password = "correct horse";
        assertThat(Api.signedIn("ops")
                        .post(
                                "/api/ops/accounts",
                                "{\"username\":\"" + USER + "\",\"name\":\"P\",\"password\":\"" + password + "\"}")
                        .status())
                .isEqualTo(201);
        person = Api.withToken(Api.anonymous()
                .post("/api/session", "{\"username\":\"" + USER + "\",\"password\":\"" + password + "\"}")
                .object()
                .getString("token"));
    }

    @BeforeEach
    void makeChannel() {
        assertThat(ana.post(
                                "/api/channels",
                                "{\"id\":\"" + channel + "\",\"name\":\"Push\",\"members\":[\"" + USER + "\"]}")
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private String subscribe() {
        var answer = person.post(SUBSCRIPTIONS, receiver.subscription(label));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.object().getString("id");
    }

    private int says(String text) {
        var answer = ana.post("/api/channels/" + channel + "/messages?wait=stored", "{\"message\":\"" + text + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.object().getInt("seq");
    }

    private JsonObject address(String id) {
        return person.get(ADDRESSES).object().getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(a -> a.getString("id").equals(id))
                .findAny()
                .orElseThrow();
    }

    @Test
    void whoIsNamedIsPushedOnceAndAnEndedSubscriptionIsGone() throws Exception {
        var ways = person.get("/api/me/notification-ways").object();
        assertThat(ways.getJsonObject("push").getBoolean("on")).isTrue();
        var id = subscribe();
        assertThat(address(id).getString("label")).isEqualTo(label);
        assertThat(address(id).getBoolean("confirmed")).isTrue();
        assertThat(person.get(ADDRESSES).body())
                .doesNotContain(receiver.endpoint(), receiver.keys().auth());

        var seq = says("@" + USER + " olá");
        var push = receiver.next();
        var told = Json.object(push.text());
        assertThat(told.getString("channel_id")).isEqualTo(channel);
        assertThat(told.getString("channel_name")).isEqualTo("Push");
        assertThat(told.getString("text")).isEqualTo("@" + USER + " olá");
        assertThat(told.getString("sender_id")).isEqualTo("ana");
        assertThat(told.getBoolean("mention")).isTrue();
        assertThat(told.getInt("last_seq")).isEqualTo(seq);
        assertThat(push.header("Urgency")).isEqualTo("high");
        Vapids.check(
                push.header("Authorization"),
                receiver.origin(),
                ways.getJsonObject("push").getString("key"));
        soon(() -> assertThat(delivery().getString("state")).isEqualTo("sent"));
        assertThat(delivery().getString("address")).isEqualTo(label);
        assertThat(delivery().getString("answer")).isEqualTo("201");
        assertThat(receiver.others()).isZero();

        receiver.answer(410, Map.of());
        says("@" + USER + " again");
        soon(() -> assertThat(address(id).getBoolean("gone")).isTrue());
        assertThat(address(id).getBoolean("confirmed")).isFalse();
        receiver.next();
        assertThat(receiver.others()).isZero();
        assertThat(person.delete(ADDRESSES + "/" + id).status()).isEqualTo(204);
    }

    /** Of their newest notification of this channel to this browser. */
    private JsonObject delivery() {
        return person.get("/api/notifications").object().getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(n -> n.getString("channel_id").equals(channel))
                .findFirst()
                .orElseThrow()
                .getJsonArray("deliveries")
                .getJsonObject(0);
    }

    @Test
    void browserHasOneSubscription() {
        var first = subscribe();
        var second = subscribe();
        assertThat(person.get(ADDRESSES).body()).contains(second).doesNotContain(first);
        assertThat(person.delete(ADDRESSES + "/" + second).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "http://127.0.0.1 | http://192.168.1.1 ",
                "http://127.0.0.1 | https://10.0.0.1 ",
                "http://127.0.0.1 | https://someone@push.example ",
                "`\"p256dh\":\"B` | `\"p256dh\":\"A`",
                "`\"p256dh\":\"B` | `\"p256dh\":\"BB`",
                "`\"auth\":\"` | `\"auth\":\"AAAA`",
                "`\"auth\":` | `\"auth\":1,\"a\":`",
                "`\"keys\":{` | `\"keys\":[],\"k\":{`",
                "laptop | `lap\\u0007top`",
                "laptop | `lap\\ud800top`",
                "laptop | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void forgedSubscriptionIsRefused(String of, String by) {
        var subscription = receiver.subscription(label);
        assertThat(subscription).contains(of.strip());
        var answer = person.post(SUBSCRIPTIONS, subscription.replace(of.strip(), by.strip()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("malformed");
    }

    @Test
    void browserWithoutALabelIsCalledOne() {
        var answer = person.post(SUBSCRIPTIONS, receiver.subscription(""));
        var id = answer.object().getString("id");
        assertThat(address(id).getString("label")).isEqualTo("browser");
        assertThat(person.delete(ADDRESSES + "/" + id).status()).isEqualTo(204);
    }

    @Test
    void botHasNoBrowser() {
        var ops = Api.signedIn("ops");
        var bot = "bot-" + UUID.randomUUID();
        ops.post("/api/ops/bots", "{\"id\":\"" + bot + "\",\"name\":\"Bot\"}");
        var key = ops.post("/api/ops/bots/" + bot + "/keys", "{\"name\":\"k\",\"scopes\":[\"write\"]}")
                .object()
                .getString("key");
        assertThat(Api.withToken(key)
                        .post(SUBSCRIPTIONS, receiver.subscription(label))
                        .reason())
                .isEqualTo("forbidden");
    }

    private static void soon(Runnable assertion) {
        Failsafe.with(RetryPolicy.builder()
                        .handle(AssertionError.class)
                        .withDelay(Duration.ofMillis(50))
                        .withMaxRetries(-1)
                        .withMaxDuration(Duration.ofSeconds(20))
                        .build())
                .run(assertion::run);
    }
}
