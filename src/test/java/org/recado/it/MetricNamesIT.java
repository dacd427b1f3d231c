package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What alerts and dashboards ask for is what the server shows. */
class MetricNamesIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern NAME = Pattern.compile("\\brecado_[a-z_]+");
    private static final Pattern LABEL = Pattern.compile("\\bby \\((\\w+)\\)|\\{(\\w+)=");

    @ParameterizedTest
    @ValueSource(strings = {"server-config/prometheus/alerts.yml", "server-config/grafana/recado.json"})
    void everyNameAndLabelThatIsAskedForIsThere(String file) throws Exception {
        say();
        var text = Files.readString(Path.of(file));
        var asked = NAME.matcher(text).results().map(m -> m.group()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(asked).hasSizeGreaterThan(5);
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!missing(asked).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(500);
        }
        assertThat(missing(asked)).isEmpty();
        var shown = shown();
        LABEL.matcher(text.replace("\\", ""))
                .results()
                .map(m -> m.group(1) == null ? m.group(2) : m.group(1))
                .filter(label -> !label.equals("job"))
                .forEach(label -> assertThat(shown).contains(label + "=\""));
    }

    @Test
    void howThingsStandIsShown() throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!shown().lines()
                        .anyMatch(l -> l.startsWith("recado_store_up")
                                && l.contains("store=\"postgres\"")
                                && l.endsWith(" 1.0"))
                && System.nanoTime() < deadline) {
            Thread.sleep(500);
        }
        assertThat(shown().lines())
                .anyMatch(
                        l -> l.startsWith("recado_store_up") && l.contains("store=\"postgres\"") && l.endsWith(" 1.0"))
                .anyMatch(l -> l.startsWith("recado_queue_messages") && l.contains("queue=\"recado.commands.0\""))
                .anyMatch(l -> l.startsWith("recado_queue_messages") && l.contains("queue=\"recado.notifications\""))
                .anyMatch(l -> l.startsWith("recado_dead_letters_waiting"));
    }

    private static Set<String> missing(Set<String> asked) {
        var shown = NAME.matcher(shown()).results().map(m -> m.group()).collect(Collectors.toSet());
        var missing = new TreeSet<>(asked);
        missing.removeAll(shown);
        return missing;
    }

    private static String shown() {
        return Api.anonymous().get("/metrics").body();
    }

    // one message from a client to another, of whom the second is to be told
    private static void say() {
        var channel = "metrics-" + UUID.randomUUID();
        assertThat(Api.signedIn("ana")
                        .post(
                                "/api/channels",
                                "{\"id\":\"" + channel
                                        + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"bruno\"]}")
                        .status())
                .isEqualTo(201);
        try (var bruno = PhoenixClient.as("bruno")) {
            bruno.join("channel:" + channel);
            assertThat(Api.signedIn("ana")
                            .post("/api/channels/" + channel + "/messages", "{\"message\":\"@bruno oi\"}")
                            .status())
                    .isEqualTo(202);
            bruno.event("channel:" + channel, "message");
        }
    }
}
