package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was stored is there after the server is gone and back, and its key still finds the same answer. */
class RestartIT extends RunningServer {

    private final String id = "restart-" + UUID.randomUUID();

    @Test
    void aKillLosesNothingAndDoublesNothing() throws Exception {
        var ana = Api.signedIn("ana");
        ana.post("/api/channels", "{\"id\":\"" + id + "\",\"name\":\"Test\",\"members\":[\"bruno\"]}");
        var path = "/api/channels/" + id + "/messages";
        var stored = ana.post(path + "?wait=stored", "{\"message\":\"one\",\"client_id\":\"k\"}");
        for (var i = 0; i < 20; i++) {
            assertThat(ana.post(path, "{\"message\":\"accepted\",\"client_id\":\"a" + i + "\"}")
                            .status())
                    .isEqualTo(202);
        }
        server().kill();
        server().start();
        assertThat(ana.post(path + "?wait=stored", "{\"message\":\"one\",\"client_id\":\"k\"}"))
                .isEqualTo(stored);
        var last = ana.post(path + "?wait=stored", "{\"message\":\"last\",\"client_id\":\"z\"}");
        assertThat(last.object().getInt("seq")).isEqualTo(22);
        var messages = Api.signedIn("bruno").get(path + "?limit=200").object().getJsonArray("messages");
        assertThat(messages).hasSize(22);
        assertThat(messages.getJsonObject(0).getString("message")).isEqualTo("last");
        assertThat(messages.getJsonObject(21).getString("message")).isEqualTo("one");
    }
}
