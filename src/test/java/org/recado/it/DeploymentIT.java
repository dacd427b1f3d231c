package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The WAR as it is built starts in the server and says that it is ready. */
class DeploymentIT extends RunningServer {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void builtWarIsReady() throws IOException, InterruptedException {
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void itIsReadyAgainAfterARestartAndAfterAKill() throws Exception {
        URI before = server().address();
        server().restart();
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        server().kill();
        server().start();
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(server().address()).isEqualTo(before);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }
}
