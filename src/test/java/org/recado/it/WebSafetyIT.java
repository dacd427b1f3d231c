package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser is told with every answer, and which pages may ask at all. */
@Tag("every-server")
class WebSafetyIT extends RunningServer {

    static final String LISTED = "https://app.example.org";

    private static final String FOREIGN = "https://evil.example";
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, String> EVERYWHERE = Map.of(
            "x-content-type-options", "nosniff",
            "referrer-policy", "no-referrer",
            "cross-origin-opener-policy", "same-origin",
            "cross-origin-resource-policy", "same-origin");

    @ParameterizedTest
    @CsvSource({
        "GET, /, 200",
        "GET, /ops/, 200",
        "GET, /js/app.js, 200",
        "GET, /img/recado.svg, 200",
        "GET, /vendor/phoenix/phoenix.mjs, 200",
        "GET, /no-such-file, 404",
        "GET, /api/me, 401",
        "GET, /api/no-such-call, 404",
        "PUT, /api/session, 405",
        "POST, /api/session, 400",
        "GET, /socket/websocket, 400",
        "GET, /socket/longpoll, 200"
    })
    void everyAnswerHasTheHeaders(String method, String path, int status) throws Exception {
        var body = method.equals("POST") ? BodyPublishers.ofString("no json") : BodyPublishers.noBody();
        var answer = send(HttpRequest.newBuilder(at(path)).method(method, body));

        assertThat(answer.statusCode()).isEqualTo(status);
        EVERYWHERE.forEach(
                (name, value) -> assertThat(header(answer, name)).as(name).isEqualTo(value));
        assertThat(header(answer, "content-security-policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(header(answer, "permissions-policy")).contains("camera=()", "geolocation=()", "microphone=()");
        assertThat(answer.headers().firstValue("strict-transport-security")).isEmpty();
        assertThat(answer.headers().allValues("set-cookie")).isEmpty();
    }

    /** Open Liberty takes a method that it does not know for GET. */
    @Test
    @Tag("not-on-liberty")
    void aMethodThatNobodyKnowsIsRefusedWithThem() throws Exception {
        everyAnswerHasTheHeaders("BREW", "/index.html", 501);
    }

    @Test
    void aRefusedWebSocketHasThemToo() throws IOException {
        try (var socket = RawSocket.open(65_536)) {
            var head = socket.refused("no-token").toLowerCase(Locale.ROOT);

            assertThat(head).startsWith("http/1.1 403");
            EVERYWHERE.forEach((name, value) -> assertThat(head).contains(name + ": " + value));
            assertThat(head).contains("content-security-policy: default-src 'none'", "permissions-policy: ");
        }
    }

    @Test
    void whoCameByTlsIsToldToComeByTlsOnly() throws Exception {
        var answer = send(HttpRequest.newBuilder(at("/")).header("X-Forwarded-Proto", "https"));
        assertThat(header(answer, "strict-transport-security")).isEqualTo("max-age=31536000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "PATCH", "DELETE"})
    void aPreflightOfAListedOriginIsAnsweredForThatOriginAlone(String method) throws Exception {
        var answer = send(preflight(LISTED, method));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(header(answer, "access-control-allow-origin")).isEqualTo(LISTED);
        assertThat(header(answer, "access-control-allow-methods")).contains(method);
        assertThat(header(answer, "access-control-allow-headers")).contains("Authorization", "Content-Type");
        assertThat(answer.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
        assertThat(answer.headers().allValues("vary")).contains("Origin");
    }

    @Test
    void aListedOriginMayReadAnswersAndProblemsAndWhenToComeAgain() throws Exception {
        var me = send(HttpRequest.newBuilder(at("/api/me"))
                .header("Origin", LISTED)
                .header("Authorization", "Bearer " + Api.signedIn("ana").token()));
        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(header(me, "access-control-allow-origin")).isEqualTo(LISTED);
        assertThat(header(me, "access-control-expose-headers")).isEqualTo("Retry-After");

        var problem = send(HttpRequest.newBuilder(at("/api/me")).header("Origin", LISTED));
        assertThat(problem.statusCode()).isEqualTo(401);
        assertThat(header(problem, "access-control-allow-origin")).isEqualTo(LISTED);
        assertThat(header(problem, "vary")).isEqualTo("Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {FOREIGN, "null", "https://app.example.org.evil.example", "nonsense"})
    void anyOtherOriginIsRefusedBeforeAnythingIsDone(String origin) throws Exception {
        var preflight = send(preflight(origin, "GET"));
        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(preflight.headers().firstValue("access-control-allow-origin"))
                .isEmpty();

        var asked = send(HttpRequest.newBuilder(at("/api/me"))
                .header("Origin", origin)
                .header("Authorization", "Bearer " + Api.signedIn("ana").token()));
        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.body()).contains("\"reason\":\"forbidden\"");
        assertThat(header(asked, "content-type")).startsWith("application/problem+json");
        assertThat(header(asked, "vary")).isEqualTo("Origin");
        assertThat(asked.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void theServersOwnPagesNeedNoList() throws Exception {
        var own = "http://" + at("/").getAuthority();
        var answer = send(HttpRequest.newBuilder(at("/api/me"))
                .header("Origin", own)
                .header("Authorization", "Bearer " + Api.signedIn("ana").token()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void aForeignOriginIsInTheRecord() throws Exception {
        send(preflight(FOREIGN, "GET"));
        var ops = Api.signedIn("ops");
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (ops.get("/api/ops/audit?action=origin.refused&subject=door:rest")
                .object()
                .getJsonArray("items")
                .isEmpty()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private static HttpRequest.Builder preflight(String origin, String method) {
        return HttpRequest.newBuilder(at("/api/channels"))
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "authorization");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
