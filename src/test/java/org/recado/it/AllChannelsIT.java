package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Operators look through all channels, also those they are not in. */
@Tag("every-server")
class AllChannelsIT extends RunningServer {

    private static final String CHANNELS = "/api/ops/channels";

    private final Api ana = Api.signedIn("ana");
    private final Api ops = Api.signedIn("ops");
    private final String prefix = "List-" + UUID.randomUUID();

    @BeforeEach
    void makeThree() {
        for (var n = 1; n <= 3; n++) {
            var made = ana.post(
                    "/api/channels",
                    "{\"id\":\"" + prefix + "-" + n + "\",\"name\":\"100% " + prefix
                            + "\",\"kind\":\"private\",\"members\":[\"bruno\",\"carla\"]}");
            assertThat(made.status()).isEqualTo(201);
        }
    }

    private void say(int n) {
        assertThat(ana.post("/api/channels/" + prefix + "-" + n + "/messages?wait=stored", "{\"message\":\"olá\"}")
                        .status())
                .isEqualTo(201);
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .map(one -> one.getString("id"))
                .toList();
    }

    @Test
    void whatStirredLastComesFirstPageByPage() {
        say(1);
        say(1);
        var first = ops.get(CHANNELS + "?limit=2&prefix=" + prefix.toUpperCase(Locale.ROOT))
                .object();
        assertThat(ids(first)).containsExactly(prefix + "-1", prefix + "-3");
        var busy = first.getJsonArray("items").getJsonObject(0);
        assertThat(busy.getInt("members")).isEqualTo(3);
        assertThat(busy.getInt("last_seq")).isEqualTo(2);
        assertThat(busy.getInt("last_hour")).isEqualTo(2);
        assertThat(busy.getString("kind")).isEqualTo("private");
        assertThat(busy.isNull("retention_days")).isTrue();
        assertThat(busy.isNull("archived_at")).isTrue();
        var quiet = first.getJsonArray("items").getJsonObject(1);
        assertThat(quiet.isNull("last_message_at")).isTrue();
        assertThat(quiet.getInt("last_hour")).isZero();

        var rest = ops.get(CHANNELS + "?limit=2&prefix=" + prefix + "&before=" + first.getString("next"))
                .object();
        assertThat(ids(rest)).containsExactly(prefix + "-2");
        assertThat(rest.isNull("next")).isTrue();
    }

    @Test
    void namesAreFoundByTheirBeginningAndAPercentSignIsOne() {
        assertThat(ids(ops.get(CHANNELS + "?prefix=100%25%20" + prefix).object()))
                .hasSize(3);
        assertThat(ids(ops.get(CHANNELS + "?prefix=%25" + prefix).object())).isEmpty();
        assertThat(ids(ops.get(CHANNELS).object())).contains(prefix + "-3");
    }

    @Test
    void oneIsLookedAtWithItsMembers() {
        say(2);
        assertThat(ana.patch("/api/channels/" + prefix + "-2", "{\"retention_days\":30}")
                        .status())
                .isLessThan(300);
        var one = CHANNELS + "/" + prefix + "-2";
        assertThat(ops.get(one).object().getInt("retention_days")).isEqualTo(30);
        var first = ops.get(one + "/members?limit=2").object();
        assertThat(first.getJsonArray("items").getJsonObject(0).getString("user_id"))
                .isEqualTo("ana");
        assertThat(first.getJsonArray("items").getJsonObject(0).getString("role"))
                .isEqualTo("owner");
        assertThat(first.getString("next")).isEqualTo("bruno");
        var rest = ops.get(one + "/members?limit=2&after=bruno").object();
        assertThat(rest.getJsonArray("items").getJsonObject(0).getString("user_id"))
                .isEqualTo("carla");
        assertThat(rest.isNull("next")).isTrue();
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThat(ops.get(CHANNELS + "/nowhere-" + prefix).reason()).isEqualTo("unknown_channel");
        assertThat(ops.get(CHANNELS + "?before=x").reason()).isEqualTo("malformed");
        assertThat(ops.get(CHANNELS + "?before=x,y").reason()).isEqualTo("malformed");
        assertThat(ops.get(CHANNELS + "?limit=0").reason()).isEqualTo("malformed");
        assertThat(ana.get(CHANNELS).status()).isEqualTo(403);
    }
}
