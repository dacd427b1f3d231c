package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people and operators did, as an operator reads it afterwards. */
@Tag("every-server")
class AuditIT extends RunningServer {

    private static final String AUDIT = "/api/ops/audit";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Api ana = Api.signedIn("ana");
    private final Api ops = Api.signedIn("ops");
    private final String id = "audit-" + UUID.randomUUID();

    @Test
    void whatIsDoneToAChannelIsThereWithWhoDidItToWhom() {
        makeChannel();
        ok(ana.put("/api/channels/" + id + "/members/bruno", "{\"role\":\"moderator\"}"));
        ok(ana.put("/api/channels/" + id + "/members/carla/mute", "{\"until\":\"2999-01-01T00:00:00Z\"}"));
        ok(ana.put("/api/channels/" + id + "/bans/carla", ""));
        ok(ana.delete("/api/channels/" + id + "/members/bruno"));
        ok(ana.patch("/api/channels/" + id, "{\"archived\":true}"));

        var rows = items(AUDIT + "?subject=channel:" + id);
        assertThat(rows)
                .extracting(r -> r.getString("action") + " " + r.getString("target", ""))
                .containsExactly(
                        "channel.archived ",
                        "member.removed user:bruno",
                        "member.banned user:carla",
                        "member.muted user:carla",
                        "member.role_changed user:bruno");
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.getString("actor")).isEqualTo("ana");
            assertThat(row.getString("result")).isEqualTo("ok");
            assertThat(row.getString("node")).isNotEmpty();
            assertThat(Instant.parse(row.getString("at"))).isAfter(Instant.now().minus(Duration.ofMinutes(5)));
        });
        assertThat(rows.get(4).getJsonObject("detail").getString("role")).isEqualTo("moderator");
    }

    @Test
    void signInsAreThereAndRefusedOnesWithoutANameThatMayBeAPassword() {
        var secret = "Secret-" + UUID.randomUUID();
        assertThat(signIn("carla", "wrong").status()).isEqualTo(401);
        assertThat(signIn(secret, secret).status()).isEqualTo(401);

        var refused = await(() -> items(AUDIT + "?action=session.refused&subject=user:carla"));
        assertThat(refused.get(0).getString("result")).isEqualTo("unauthorized");
        assertThat(refused.get(0).getString("address")).isNotEmpty();
        assertThat(await(() -> items(AUDIT + "?action=session.refused&subject=user:%3F")))
                .isNotEmpty();
        assertThat(ops.get(AUDIT + "/export").body()).doesNotContain(secret);

        var created = items(AUDIT + "?action=session.created&actor=ops").get(0);
        assertThat(created.getString("subject")).isEqualTo("user:ops");
        assertThat(created.getString("address")).isNotEmpty();
    }

    @Test
    void whatOperatorsDoIsThereAndWhoTriedToBeOne() throws Exception {
        makeChannel();
        var body = "{\"sender_id\":\"ana\",\"channel_id\":\"" + id
                + "\",\"message\":\"olá\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
        var letter = Rows.givenUp(id, id, body.getBytes(StandardCharsets.UTF_8));
        assertThat(ana.post("/api/ops/dead-letters/" + letter + "/replay", "").status())
                .isEqualTo(403);
        ok(ops.post("/api/ops/dead-letters/" + letter + "/replay", ""));
        assertThat(ops.delete("/api/ops/dead-letters/" + letter + "?note=late").status())
                .isEqualTo(409);

        assertThat(items(AUDIT + "?subject=dead_letter:" + letter))
                .extracting(r -> r.getString("actor") + " " + r.getString("action") + " " + r.getString("result"))
                .containsExactly("ops dead_letter.discarded conflict", "ops dead_letter.replayed ok");
        var refused = await(() -> items(AUDIT + "?action=access.refused&actor=ana&subject=call:ops/dead-letters"));
        assertThat(refused.get(0).getString("result")).isEqualTo("forbidden");
    }

    @Test
    void itIsForOperators() {
        assertThat(ana.get(AUDIT).status()).isEqualTo(403);
        assertThat(ana.get(AUDIT + "/export").status()).isEqualTo(403);
        assertThat(Api.anonymous().get(AUDIT).status()).isEqualTo(401);
    }

    @Test
    void pagesGoOnWithNextAndBadQuestionsGetTheirReason() {
        makeChannel();
        for (var role : List.of("moderator", "member", "reader")) {
            ok(ana.put("/api/channels/" + id + "/members/bruno", "{\"role\":\"" + role + "\"}"));
        }
        var first = ops.get(AUDIT + "?subject=channel:" + id + "&limit=2").object();
        assertThat(first.getJsonArray("items")).hasSize(2);
        var rest = ops.get(AUDIT + "?subject=channel:" + id + "&limit=2&before=" + first.getString("next"))
                .object();
        assertThat(rest.getJsonArray("items")).hasSize(1);
        assertThat(rest.isNull("next")).isTrue();
        assertThat(items(AUDIT + "?subject=channel:" + id + "&to=" + Instant.EPOCH))
                .isEmpty();
        assertThat(items(AUDIT + "?subject=channel:" + id + "&from=" + Instant.EPOCH))
                .hasSize(3);

        for (var bad : List.of("action=x", "from=x", "to=x", "before=x", "limit=0", "limit=201")) {
            assertThat(ops.get(AUDIT + "?" + bad).reason()).as(bad).isEqualTo("malformed");
        }
        assertThat(ops.get(AUDIT + "/export?format=xml").reason()).isEqualTo("malformed");
    }

    @Test
    void anExportIsStreamedAndInTheRecordItself() throws Exception {
        // some that a spreadsheet would run, and more than a page
        Rows.audited("channel:" + id, "=HYPERLINK(\"http://evil.example\")", 1_200);

        var lines = export("ndjson");
        assertThat(lines.headers().firstValue("content-length")).isEmpty();
        assertThat(lines.headers().firstValue("content-type").orElseThrow()).startsWith("application/x-ndjson");
        assertThat(lines.body().lines().map(AuditIT::object).map(o -> o.getString("subject")))
                .hasSize(1_200)
                .containsOnly("channel:" + id);

        var csv = export("csv");
        assertThat(csv.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
        assertThat(csv.body()).startsWith("id,at,actor,action,subject,target,");
        assertThat(csv.body().split("\r\n")).hasSize(1_201);
        assertThat(csv.body()).contains(",\"'=HYPERLINK(\"\"http://evil.example\"\")\",");

        var exports = items(AUDIT + "?action=audit.exported&actor=ops");
        assertThat(exports)
                .filteredOn(
                        e -> e.getJsonObject("detail").getString("subject", "").equals("channel:" + id))
                .extracting(e -> e.getJsonObject("detail").getString("format"))
                .containsExactly("csv", "ndjson");
    }

    private HttpResponse<String> export(String format) throws IOException, InterruptedException {
        var uri = at(AUDIT + "/export?format=" + format + "&subject="
                + URLEncoder.encode("channel:" + id, StandardCharsets.UTF_8));
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + ops.token())
                        .build(),
                BodyHandlers.ofString());
    }

    private void makeChannel() {
        ok(ana.post(
                "/api/channels",
                "{\"id\":\"" + id + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"bruno\",\"carla\"]}"));
    }

    private static Api.Answer signIn(String user, String password) {
        return Api.anonymous()
                .post("/api/session", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    private static void ok(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 299);
    }

    private List<JsonObject> items(String path) {
        var answer = ops.get(path);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.object().getJsonArray("items").getValuesAs(JsonObject.class);
    }

    private static JsonObject object(String line) {
        try (var reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    /** Refusals are written every other second. */
    private static List<JsonObject> await(Supplier<List<JsonObject>> rows) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var now = rows.get();
        while (now.isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            pause();
            now = rows.get();
        }
        return now;
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
