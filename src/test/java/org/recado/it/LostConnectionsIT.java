package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a restart of PostgreSQL leaves behind: a pool full of connections that are dead. */
@Tag("every-server")
class LostConnectionsIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MORE_THAN_THE_POOL = 25;

    @Test
    void serverComesBackByItselfWhenAllItsConnectionsHaveDied() throws Exception {
        var ana = Api.signedIn("ana");
        assertThat(Rows.endConnections()).isPositive();

        Failsafe.with(RetryPolicy.builder()
                        .handle(AssertionError.class)
                        .withDelay(Duration.ofMillis(250))
                        .withMaxRetries(-1)
                        .withMaxDuration(PATIENCE)
                        .build())
                .run(() -> {
                    assertThat(ana.post("/api/channels/general/messages?wait=stored", "{\"message\":\"Olá\"}")
                                    .status())
                            .isEqualTo(201);
                    for (var i = 0; i < MORE_THAN_THE_POOL; i++) {
                        assertThat(ana.get("/api/channels").status()).isEqualTo(200);
                    }
                    assertThat(ready()).isEqualTo(200);
                });
    }

    private static int ready() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server().health() + "/ready"));
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }
}
