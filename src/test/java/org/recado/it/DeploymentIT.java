package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The WAR as it is built starts in the server, says that it is ready, serves its pages and carries a message. */
@Tag("every-server")
class DeploymentIT extends RunningServer {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void builtWarIsReady() throws IOException, InterruptedException {
        HttpResponse<String> answer = get(URI.create(server().health() + "/ready"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void pageAndItsModulesAreServedWithTheirTypes() throws IOException, InterruptedException {
        assertThat(get(at("/")).body()).contains("<!doctype html>");
        assertThat(get(at("/vendor/phoenix/phoenix.mjs")).headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/javascript"));
    }

    @Test
    void messageOfOneIsReadByAnother() {
        String text = "Olá " + UUID.randomUUID();
        String messages = "/api/channels/general/messages";
        Api.Answer stored = Api.signedIn("ana").post(messages + "?wait=stored", "{\"message\":\"" + text + "\"}");
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
        assertThat(Api.signedIn("bruno").get(messages + "?limit=50").body()).contains(text);
    }

    private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
