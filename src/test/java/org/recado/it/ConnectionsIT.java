package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator sees where someone is connected, and ends it. */
@Tag("every-server")
class ConnectionsIT extends RunningServer {

    private static final int BY_OPERATOR = 4000;
    private static final int GONE = 410;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String user = "c-" + UUID.randomUUID();
    private final String connections = "/api/ops/people/" + user + "/connections";
    private final Api ops = Api.signedIn("ops");

    @BeforeEach
    void makeAccount() {
        assertThat(ops.post("/api/ops/accounts", "{\"username\":\"" + user + "\",\"password\":\"correct horse\"}")
                        .status())
                .isEqualTo(201);
    }

    private String token() {
        return Api.anonymous()
                .post("/api/session", "{\"username\":\"" + user + "\",\"password\":\"correct horse\"}")
                .object()
                .getString("token");
    }

    private static PhoenixClient connect(String token) {
        return PhoenixClient.connect("?vsn=2.0.0&token=" + token, UnaryOperator.identity());
    }

    private List<JsonObject> items() {
        return ops.get(connections).object().getJsonArray("items").getValuesAs(JsonObject.class);
    }

    private static void until(BooleanSupplier isSo) throws InterruptedException {
        for (var deadline = System.nanoTime() + PATIENCE.toNanos(); !isSo.getAsBoolean(); Thread.sleep(50)) {
            assertThat(System.nanoTime()).as("in " + PATIENCE).isLessThan(deadline);
        }
    }

    @Test
    void connectionsAreShownWithWhatIsKnownOfThem() throws Exception {
        var before = Instant.now();
        var token = token();
        var socket = connect(token);
        socket.join("user:" + user);
        PollingClient.with(token);

        var answer = ops.get(connections).object();

        assertThat(answer.getInt("count")).isEqualTo(2);
        assertThat(answer.getJsonArray("silent")).isEmpty();
        var items = answer.getJsonArray("items").getValuesAs(JsonObject.class);
        assertThat(items).extracting(one -> one.getString("transport")).containsExactly("long_poll", "websocket");
        var one = items.get(1);
        assertThat(one.getJsonArray("topics").getString(0)).isEqualTo("user:" + user);
        assertThat(one.getInt("received")).isEqualTo(1);
        assertThat(one.getInt("sent")).isPositive();
        assertThat(one.getBoolean("has_session")).isTrue();
        assertThat(one.getString("address")).isEqualTo("127.0.0.1");
        assertThat(Instant.parse(one.getString("since"))).isBetween(before, Instant.now());
        assertThat(one).doesNotContainKey("session");
        socket.close();
        until(() -> items().size() == 1);
    }

    @Test
    void whoIsClosedMayComeBackAndWhoIsSignedOutMayNot() throws Exception {
        var token = token();
        var socket = connect(token);
        var id = items().get(0).getString("connection");
        var closed = ops.delete(connections + "/" + id);
        assertThat(closed.status()).isEqualTo(200);
        assertThat(closed.object().getInt("closed")).isEqualTo(1);
        assertThat(socket.closeCode()).isEqualTo(BY_OPERATOR);
        assertThat(ops.delete(connections + "/" + id).reason()).isEqualTo("not_found");

        var again = connect(token);
        var next = items().get(0).getString("connection");
        assertThat(next).isNotEqualTo(id);
        assertThat(ops.delete(connections + "/" + next + "?sign_out=true")
                        .object()
                        .getInt("closed"))
                .isEqualTo(1);
        assertThat(again.closeCode()).isIn(BY_OPERATOR, 1008);
        assertThat(Api.withToken(token).get("/api/me").status()).isEqualTo(401);

        var record = ops.get("/api/ops/audit?action=connections.closed&subject=user:" + user)
                .object()
                .getJsonArray("items");
        assertThat(record).hasSize(3);
        var newest = record.getJsonObject(0);
        assertThat(newest.getJsonObject("detail").getString("connection")).isEqualTo(next);
        assertThat(newest.getJsonObject("detail").getString("signed_out")).isEqualTo("true");
        assertThat(record.getJsonObject(1).getString("result")).isEqualTo("not_found");
    }

    @Test
    void allOfAUsersAreClosedAtOnceWhateverTheWire() throws Exception {
        var token = token();
        var socket = connect(token);
        var poll = PollingClient.with(token);
        assertThat(ops.delete(connections).object().getInt("closed")).isEqualTo(2);
        assertThat(socket.closeCode()).isEqualTo(BY_OPERATOR);
        assertThat(poll.poll().status()).isEqualTo(GONE);
        until(() -> items().size() < 2);
        assertThat(ops.delete(connections + "?sign_out=true").status()).isEqualTo(200);
        assertThat(Api.withToken(token).get("/api/me").status()).isEqualTo(401);
        assertThat(ops.delete(connections).object().getInt("closed")).isZero();
    }

    @Test
    void nobodyIsAskedForInVain() {
        assertThat(ops.get("/api/ops/people/nobody-" + UUID.randomUUID() + "/connections")
                        .reason())
                .isEqualTo("unknown_user");
        assertThat(ops.get("/api/ops/people/a%20b/connections").reason()).isEqualTo("malformed");
        assertThat(ops.delete(connections + "/x").reason()).isEqualTo("malformed");
        assertThat(ops.delete(connections + "/" + UUID.randomUUID()).reason()).isEqualTo("not_found");
    }
}
