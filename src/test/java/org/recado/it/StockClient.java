package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The npm {@code phoenix} client in Node, run on the scripts of {@code src/test/phoenix}; without Node it fails. */
final class StockClient {

    static final File LOG = new File("target/it/stock-client.log");

    private static final File SCRIPTS = new File("src/test/phoenix");
    private static final long PATIENCE_SECONDS = 300;

    private StockClient() {}

    /** Brings the packages that the scripts name. */
    static void install() throws IOException, InterruptedException {
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }

    /** Runs to a good end. */
    static void run(String... command) throws IOException, InterruptedException {
        var process = builder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(LOG))
                .start();
        try {
            awaitEnd(process, command);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts what speaks with its test on the standard output. */
    static Process start(String... command) throws IOException {
        return builder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(LOG))
                .start();
    }

    static void awaitEnd(Process process, String... command) throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s ends in time, see %s", String.join(" ", command), LOG)
                .isTrue();
        assertThat(process.exitValue())
                .as("exit of %s, see %s", String.join(" ", command), LOG)
                .isZero();
    }

    private static ProcessBuilder builder(String... command) {
        var builder = new ProcessBuilder(command).directory(SCRIPTS);
        builder.environment().put("RECADO_URL", RunningServer.at("/").toString());
        return builder;
    }
}
