package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The npm {@code phoenix} client, as it is published, talks to the running server. Without Node this fails. */
@Tag("wildfly")
class StockClientIT extends RunningServer {

    private static final File CLIENT = new File("src/test/phoenix");
    private static final File LOG = new File("target/it/stock-client.log");
    private static final long PATIENCE_SECONDS = 180;

    @Test
    void stockClientIsServed() throws IOException, InterruptedException {
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        run("npm", "test", "--silent");
    }

    private static void run(String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(CLIENT)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG));
        builder.environment().put("RECADO_URL", at("/").toString());
        var process = builder.start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends in time, see %s", String.join(" ", command), LOG)
                    .isTrue();
            assertThat(process.exitValue())
                    .as("exit of %s, see %s", String.join(" ", command), LOG)
                    .isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
