package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The document at {@code /openapi}, as the running server gives it; the packages are those of the build's {@code npm ci}. */
@Tag("every-server")
class OpenApiIT extends RunningServer {

    private static final File LOG = new File("target/it/openapi.log");

    @Test
    void servedDocumentIsValidAndHasEveryOperation() throws IOException, InterruptedException {
        var builder = new ProcessBuilder("node", "src/test/documents/served.mjs");
        builder.environment().put("RECADO_URL", at("/").toString());
        var process = builder.redirectErrorStream(true)
                .redirectOutput(Redirect.to(LOG))
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(process.exitValue()).as("exit, see %s", LOG).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
