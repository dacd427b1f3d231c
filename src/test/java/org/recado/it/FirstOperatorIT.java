package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.stack.EmbeddedStack;
import org.recado.stack.Leash;
import org.recado.stack.PayaraMicro;
import org.recado.stack.Ports;
import org.recado.stack.Settings;

/** A fresh installation, on an empty stack of its own, whose settings name its first operator. */
@Tag("own-stack")
class FirstOperatorIT {

    private static final Path FOLDER = Path.of("target/it/first-operator");
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String WEAK = "password";
    private static final String PASSWORD = "correct horse";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder = FOLDER.resolve(UUID.randomUUID().toString());

    @Test
    void firstOperatorIsMadeOnceTheirPasswordIsOneAndOnlyWhereThereIsNone() throws Exception {
        try (var stack = EmbeddedStack.start(folder.resolve("stack"), Settings.of(Map.of()));
                var leash = Leash.in(Files.createDirectories(folder))) {
            try (var node = start("weak", stack, leash, "root", WEAK)) {
                assertThat(log("weak"))
                        .contains("no first operator is made: recado.operator.password: is one of the commonest");
                assertThat(signIn(node, "root", WEAK).statusCode()).isEqualTo(401);
            }
            try (var node = start("good", stack, leash, "root", PASSWORD);
                    var later = start("later", stack, leash, "other", PASSWORD)) {
                assertThat(log("good"))
                        .contains("the first operator is made: root")
                        .doesNotContain(PASSWORD);
                assertThat(log("later")).contains("there is an operator");
                assertThat(signIn(later, "other", PASSWORD).statusCode()).isEqualTo(401);
                assertThat(record(node, token(signIn(later, "root", PASSWORD).body())))
                        .containsOnlyOnce("account.created")
                        .contains("user:root");
            }
        }
    }

    private PayaraMicro start(String name, EmbeddedStack stack, Leash leash, String operator, String password)
            throws IOException {
        Map<String, String> environment = new TreeMap<>(stack.environment());
        environment.put("RECADO_AUTH_TOKEN_SECRET", ServerOptions.TOKEN_SECRET);
        environment.put("RECADO_OPERATOR_NAME", operator);
        environment.put("RECADO_OPERATOR_PASSWORD", password);
        var node = PayaraMicro.start(Files.createDirectories(folder.resolve(name)), Ports.free(), environment, leash);
        node.hush();
        node.awaitReady(PATIENCE);
        return node;
    }

    private String log(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("payara.log"));
    }

    private HttpResponse<String> signIn(PayaraMicro node, String user, String password)
            throws IOException, InterruptedException {
        var body = "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}";
        return http.send(
                HttpRequest.newBuilder(URI.create(node.address() + "api/session"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String token(String pass) {
        return new Api.Answer(200, pass).object().getString("token");
    }

    private String record(PayaraMicro node, String token) throws IOException, InterruptedException {
        var question = HttpRequest.newBuilder(URI.create(node.address() + "api/ops/audit?action=account.created"))
                .header("Authorization", "Bearer " + token);
        return http.send(question.build(), BodyHandlers.ofString()).body();
    }
}
