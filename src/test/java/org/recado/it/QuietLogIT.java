package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.notification.Receiver;

/** The server's log holds nothing of a query, which may be a token. */
class QuietLogIT extends RunningServer {

    private final String secret = "S" + UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/?token=",
                "/none?token=",
                "/api/none?token=",
                "/api/me?token=",
                "/socket/longpoll?vsn=2.0.0&token=",
                "/socket/longpoll?vsn=%zz&token=",
                "/socket/websocket?vsn=2.0.0&token="
            })
    void whatIsAskedWithAToken(String path) throws Exception {
        // as it is, since the client's own class would refuse what is no address
        try (var socket = RawSocket.open(65_536)) {
            socket.write(("GET " + path + secret + " HTTP/1.1\r\nHost: " + ServerOptions.HOST + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.anyHead()).startsWith("HTTP/1.1 ");
        }
        assertNotLogged();
    }

    @Test
    void aWebSocketThatIsRefusedAndASignInThatFails() throws Exception {
        try (var socket = RawSocket.open(65_536)) {
            assertThat(socket.refused(secret)).startsWith("HTTP/1.1 403");
        }
        var signIn = HttpRequest.newBuilder(at("/api/session"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"username\":\"" + secret + "\",\"password\":\"" + secret + "\"}"))
                .header("Authorization", "Bearer " + secret)
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(signIn, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(401);
        assertNotLogged();
    }

    @Test
    void aWebhookThatFails() throws Exception {
        try (var receiver = new Receiver()) {
            var ana = Api.signedIn("ana");
            var channel = "/api/channels/" + secret;
            ana.post("/api/channels", "{\"id\":\"" + secret + "\",\"name\":\"n\"}");
            var made = ana.post(channel + "/webhooks", "{\"url\":\"" + receiver.url() + "\"}");
            receiver.then(500);
            ana.post(channel + "/messages", "{\"message\":\"olá\"}");
            assertThat(receiver.next().id()).isEqualTo(receiver.next().id());
            assertNotLogged(made.object().getString("secret"));
        }
    }

    private void assertNotLogged() throws Exception {
        assertNotLogged(secret);
    }

    private static void assertNotLogged(String secret) throws Exception {
        var log = Files.readString(Server.LOG, StandardCharsets.ISO_8859_1);
        assertThat(log).isNotEmpty().doesNotContain(secret);
    }
}
