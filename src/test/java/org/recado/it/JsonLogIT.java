package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.recado.platform.Json;
import org.recado.stack.Leash;
import org.recado.stack.PayaraMicro;
import org.recado.stack.Ports;
import org.recado.stack.SharedStack;

/** A node of its own that logs as JSON. */
class JsonLogIT {

    private static final Path FOLDER = Path.of("target/it/json-log");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    @Test
    void eachLineOfOursIsOneJsonObjectWithTheNode() throws IOException {
        try (var leash = Leash.in(Files.createDirectories(FOLDER))) {
            Map<String, String> environment = new TreeMap<>(SharedStack.environment());
            environment.put("RECADO_AUTH_TOKEN_SECRET", ServerOptions.TOKEN_SECRET);
            environment.put("RECADO_NODE", "json-log");
            environment.put("RECADO_LOG_FORMAT", "json");
            var node = PayaraMicro.start(FOLDER, Ports.free(), environment, leash);
            node.hush();
            node.awaitReady(PATIENCE);
            node.close();
        }
        var ours = Files.readAllLines(FOLDER.resolve("payara.log")).stream()
                .filter(line -> line.contains("\"logger\":\"org.recado."))
                .toList();
        assertThat(ours).isNotEmpty().allSatisfy(line -> {
            var json = Json.object(line);
            assertThat(Instant.parse(json.getString("time"))).isBefore(Instant.now());
            assertThat(json.getString("node")).isEqualTo("json-log");
            assertThat(json.getString("level")).isNotEmpty();
            assertThat(json.getString("message")).isNotEmpty();
        });
    }
}
