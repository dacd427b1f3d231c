package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final int CHANNELS = 40;
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

    @Test
    void seriesAreNoMoreWithMoreChannels() throws Exception {
        say();
        var before = series();
        var channels = new ArrayList<String>();
        try (var gateway = new Gateway();
                var ana = PhoenixClient.as("ana")) {
            for (var i = 0; i < CHANNELS; i++) {
                var id = "series-" + UUID.randomUUID();
                channels.add(id);
                assertThat(Api.signedIn("ana")
                                .post("/api/channels", "{\"id\":\"" + id + "\",\"name\":\"n\",\"kind\":\"private\"}")
                                .status())
                        .isEqualTo(201);
                ana.join("channel:" + id);
                gateway.ask(
                        id,
                        "{\"type\":\"message.create\",\"sender_id\":\"ana\",\"channel_id\":\"" + id
                                + "\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"client_id\":\"x\",\"message\":\"x\"}");
            }
        }
        var after = series();
        assertThat(after).noneMatch(one -> channels.stream().anyMatch(one::contains));
        after.removeAll(before);
        assertThat(after).as("one for each channel would be more").hasSizeLessThan(CHANNELS);
    }

    private static Set<String> series() {
        return shown().lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
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
