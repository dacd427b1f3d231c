package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The REST door (the contract, section 4). */
class RestIT extends RunningServer {

    private final String id = "rest-" + UUID.randomUUID();

    @Test
    void signingInGivesATokenAndWhoOneIs() {
        var me = Api.signedIn("ops").get("/api/me").object();
        assertThat(me.getString("id")).isEqualTo("ops");
        assertThat(me.getJsonArray("roles").getString(0)).isEqualTo("operator");
    }

    @Test
    void aWrongPasswordAndAnUnknownUserGetTheSameAnswer() {
        var wrong = Api.anonymous().post("/api/session", "{\"username\":\"ana\",\"password\":\"x\"}");
        var unknown = Api.anonymous().post("/api/session", "{\"username\":\"nobody\",\"password\":\"x\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.reason()).isEqualTo("unauthorized");
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void withoutATokenEverythingIsRefused() {
        assertThat(Api.anonymous().get("/api/channels").status()).isEqualTo(401);
        assertThat(Api.withToken("nonsense").get("/api/channels").reason()).isEqualTo("unauthorized");
    }

    @Test
    void operationsAreForOperators() {
        assertThat(Api.signedIn("ana").get("/api/ops/flow").status()).isEqualTo(403);
        assertThat(Api.signedIn("ops").get("/api/ops/flow").object()).containsKey("stores");
    }

    @Test
    void aChannelIsBornWithItsMembersAndItsFirstMessageHasSeqOne() {
        var ana = Api.signedIn("ana");
        var made = ana.post("/api/channels", channel("\"bruno\""));
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.object().getString("id")).isEqualTo(id);
        var said = ana.post("/api/channels/" + id + "/messages?wait=stored", "{\"message\":\"olá\"}");
        assertThat(said.status()).isEqualTo(201);
        assertThat(said.object().getInt("seq")).isEqualTo(1);
        var read =
                Api.signedIn("bruno").get("/api/channels/" + id + "/messages").object();
        assertThat(read.getJsonArray("messages").getJsonObject(0).getString("message"))
                .isEqualTo("olá");
        assertThat(Api.signedIn("carla")
                        .get("/api/channels/" + id + "/messages")
                        .reason())
                .isEqualTo("not_a_member");
    }

    @Test
    void samePeopleShareOneDirectChannel() {
        var ana = Api.signedIn("ana");
        var direct = "{\"name\":\"us\",\"kind\":\"direct\",\"members\":[%s]}";
        var first = ana.post("/api/channels", direct.formatted("\"bruno\",\"carla\",\"ops\""));
        assertThat(first.status()).isIn(200, 201);
        var again = Api.signedIn("carla").post("/api/channels", direct.formatted("\"ops\",\"bruno\",\"ana\""));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.object().getString("id")).isEqualTo(first.object().getString("id"));
        assertThat(ana.post("/api/channels", direct.formatted("\"ana\"")).reason())
                .isEqualTo("malformed");
        assertThat(ana.post("/api/channels", direct.formatted("\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\""))
                        .reason())
                .isEqualTo("malformed");
        var id = first.object().getString("id");
        assertThat(ana.patch("/api/channels/" + id, "{\"name\":\"them\"}").reason())
                .isEqualTo("read_only");
    }

    @Test
    void nameThatCannotBeSeenIsMalformed() {
        var ana = Api.signedIn("ana");
        for (var name : List.of("", " ", "gen\\u200beral", "x".repeat(65))) {
            assertThat(ana.post("/api/channels", "{\"name\":\"" + name + "\"}").reason())
                    .isEqualTo("malformed");
        }
        ana.post("/api/channels", channel(""));
        assertThat(ana.patch("/api/channels/" + id, "{\"name\":\"\\u202e\"}").reason())
                .isEqualTo("malformed");
        assertThat(ana.patch("/api/channels/" + id, "{}").reason()).isEqualTo("malformed");
        assertThat(ana.patch("/api/channels/" + id, "{\"archived\":\"yes\"}").reason())
                .isEqualTo("malformed");
    }

    @Test
    void anIdThatIsTakenIsAConflict() {
        var ana = Api.signedIn("ana");
        ana.post("/api/channels", channel(""));
        assertThat(ana.post("/api/channels", channel("")).reason()).isEqualTo("conflict");
    }

    @Test
    void theSameClientIdIsTheSameMessageAndWithAnotherTextAConflict() {
        var ana = Api.signedIn("ana");
        ana.post("/api/channels", channel(""));
        var path = "/api/channels/" + id + "/messages?wait=stored";
        var first = ana.post(path, "{\"message\":\"a\",\"client_id\":\"k\"}");
        assertThat(ana.post(path, "{\"message\":\"a\",\"client_id\":\"k\"}")).isEqualTo(first);
        var other = ana.post(path, "{\"message\":\"b\",\"client_id\":\"k\"}");
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.reason()).isEqualTo("conflict");
    }

    @Test
    void membersComeAndGoAndEachChangeTakesASeq() {
        var ana = Api.signedIn("ana");
        ana.post("/api/channels", channel(""));
        var bruno = "/api/channels/" + id + "/members/bruno";
        var added = ana.put(bruno, "{\"role\":\"reader\"}");
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.object().getInt("seq")).isEqualTo(1);
        assertThat(ana.put(bruno, "{\"role\":\"reader\"}").status()).isEqualTo(200);
        assertThat(Api.signedIn("bruno")
                        .post("/api/channels/" + id + "/messages?wait=stored", "{\"message\":\"x\"}")
                        .reason())
                .isEqualTo("read_only");
        assertThat(ana.delete(bruno).status()).isEqualTo(204);
        assertThat(ana.get(bruno).reason()).isEqualTo("not_found");
        assertThat(Api.signedIn("bruno").get("/api/channels/" + id).reason()).isEqualTo("not_a_member");
    }

    @Test
    void onlyAnOperatorsWordMakesSomeoneKnown() {
        assertThat(Api.signedIn("ana")
                        .post("/api/channels", channel("\"stranger-" + id + "\""))
                        .reason())
                .isEqualTo("unknown_user");
        assertThat(Api.signedIn("ops")
                        .post("/api/channels", channel("\"u-" + UUID.randomUUID() + "\""))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void pagesWalkTheWholeHistoryBothWays() {
        var ana = Api.signedIn("ana");
        ana.post("/api/channels", channel(""));
        for (var i = 1; i <= 7; i++) {
            ana.post("/api/channels/" + id + "/messages?wait=stored", "{\"message\":\"m" + i + "\"}");
        }
        var newest = ana.get("/api/channels/" + id + "/messages?limit=3").object();
        assertThat(seqs(newest)).isEqualTo("7 6 5");
        assertThat(newest.getBoolean("more")).isTrue();
        assertThat(seqs(ana.get("/api/channels/" + id + "/messages?limit=3&before_seq=5")
                        .object()))
                .isEqualTo("4 3 2");
        assertThat(seqs(ana.get("/api/channels/" + id + "/messages?limit=3&after_seq=0")
                        .object()))
                .isEqualTo("1 2 3");
        assertThat(ana.get("/api/channels/" + id + "/messages?limit=201").reason())
                .isEqualTo("malformed");
    }

    @Test
    void badInputGetsItsReasonAndNothingElseHappens() {
        var ana = Api.signedIn("ana");
        ana.post("/api/channels", channel(""));
        var path = "/api/channels/" + id + "/messages";
        assertThat(ana.post(path, "nonsense").reason()).isEqualTo("malformed");
        assertThat(ana.post(path, "[]").reason()).isEqualTo("malformed");
        assertThat(ana.post(path, "{\"message\":7}").reason()).isEqualTo("malformed");
        assertThat(ana.post(path, "{\"message\":\"\\u0007\"}").reason()).isEqualTo("malformed");
        assertThat(ana.post(path, "{\"message\":\"\\ud800\"}").reason()).isEqualTo("malformed");
        assertThat(ana.post(path, "{\"message\":\"a\",\"message\":\"b\"}").reason())
                .isEqualTo("malformed");
        assertThat(ana.post(path, "{\"message\":\"" + "a".repeat(16_385) + "\"}")
                        .reason())
                .isEqualTo("too_large");
        assertThat(ana.post("/api/channels/no%20id/messages", "{\"message\":\"a\"}")
                        .reason())
                .isEqualTo("malformed");
        assertThat(ana.get("/api/nowhere").reason()).isEqualTo("not_found");
        assertThat(ana.get("/api/channels/" + id).object().getInt("last_seq")).isZero();
    }

    @Test
    void theSixtyFirstMessageInTenSecondsMustWait() {
        var ana = Api.signedIn("ana");
        ana.post("/api/channels", channel(""));
        var last = new Api.Answer(0, "");
        for (var i = 0; i < 70 && last.status() != 429; i++) {
            last = ana.post("/api/channels/" + id + "/messages", "{\"message\":\"m\"}");
        }
        assertThat(last.reason()).isEqualTo("rate_limited");
        assertThat(last.object().getInt("retry_after_ms")).isPositive();
    }

    private String channel(String members) {
        return "{\"id\":\"" + id + "\",\"name\":\"Test\",\"kind\":\"private\",\"members\":[" + members + "]}";
    }

    private static String seqs(JsonObject page) {
        return page.getJsonArray("messages").getValuesAs(JsonObject.class).stream()
                .map(m -> Integer.toString(m.getInt("seq")))
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }
}
