package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Stock clients whose node is killed come back to it by themselves: src/test/phoenix/return.mjs. */
class ReturnIT extends RunningServer {

    @Test
    void stockClientsComeBackAfterAKillAndMissNothing() throws Exception {
        StockClient.install();
        var clients = StockClient.start("node", "return.mjs");
        try (var said = clients.inputReader()) {
            assertThat(said.readLine()).isEqualTo("here");
            server().kill();
            server().start();
            StockClient.awaitEnd(clients, "node return.mjs");
            assertThat(said.readLine()).isEqualTo("back");
        } finally {
            clients.destroyForcibly();
        }
    }
}
