package org.recado.it;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The npm {@code phoenix} client, as it is published, talks to the running server. */
@Tag("every-server")
class StockClientIT extends RunningServer {

    @Test
    void stockClientIsServed() throws IOException, InterruptedException {
        StockClient.install();
        StockClient.run("npm", "test", "--silent");
    }
}
