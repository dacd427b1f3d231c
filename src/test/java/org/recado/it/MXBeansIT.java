package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.management.MBeanFeatureInfo;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.ops.jmx.DeadLettersMXBean;
import org.recado.ops.jmx.DeadLettersMXBean.WaitingLetter;
import org.recado.ops.jmx.FlowMXBean;
import org.recado.ops.jmx.NodeMXBean;
import org.recado.ops.jmx.PartitionMXBean;
import org.recado.ops.jmx.StoreMXBean;

/** A console that speaks JMX reads the running server's figures, and does there what an operator does by REST. */
@Tag("every-server")
class MXBeansIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String AUDIT = "/api/ops/audit?actor=jmx&limit=10&subject=";

    private final Api ops = Api.signedIn("ops");
    private final String unique = "jmx-" + UUID.randomUUID();
    private Console console;

    @BeforeEach
    void connect() throws Exception {
        console = Console.of(Server.process());
    }

    @AfterEach
    void leave() throws Exception {
        console.close();
        assertThat(ops.post("/api/ops/partitions/0/resume", "").status()).isEqualTo(204);
    }

    @Test
    void everyAttributeIsReadWithinTwoSeconds() throws Exception {
        assertThat(console.ours()).hasSizeGreaterThanOrEqualTo(10);
        for (var bean : console.ours()) {
            var names = Arrays.stream(console.beans().getMBeanInfo(bean).getAttributes())
                    .map(MBeanFeatureInfo::getName)
                    .toArray(String[]::new);
            for (var name : names) {
                var start = System.nanoTime();
                assertThat(console.beans().getAttribute(bean, name))
                        .as(bean + " " + name)
                        .isNotNull();
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .as(bean + " " + name)
                        .isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    @Test
    @Tag("one-node")
    void figuresAreThoseOfTheNode() throws Exception {
        var flow = console.one("Flow", FlowMXBean.class);
        var before = flow.getCommands();
        var stored = Api.signedIn("ana")
                .post("/api/channels/general/messages?wait=stored", "{\"message\":\"" + unique + "\"}");
        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
        assertThat(flow.getCommands()).isGreaterThan(before);
        assertThat(flow.getCommandsByOutcome()).containsKey("stored");
        assertThat(flow.getStoredMaxMs()).isPositive();
        assertThat(flow.getSteps()).isNotEmpty();

        var node = console.one("Node", NodeMXBean.class);
        assertThat(node.getName()).isEqualTo(ops.get("/api/ops/flow").object().getString("node"));
        assertThat(node.getRoles()).containsExactly("edge", "core");
        assertThat(node.getTroubles()).isEmpty();
        assertThat(node.isReady()).isTrue();
        for (var name : List.of("postgres", "mongo", "amqp", "redis")) {
            var store = console.one("Store,name=" + name, StoreMXBean.class);
            assertThat(store.isUp()).as(name + ": " + store.getDetail()).isTrue();
            assertThat(store.getLastUp()).isNotEmpty();
        }
    }

    @Test
    void aPartitionIsPausedAndResumedAsByRest() throws Exception {
        var partition = console.one("Partition,number=0", PartitionMXBean.class);
        partition.pause(unique);
        assertThat(partition.getState()).isEqualTo("paused");
        assertThat(partition.getPauseNote()).isEqualTo(unique);
        var paused =
                ops.get("/api/ops/partitions").object().getJsonArray("items").getJsonObject(0);
        assertThat(paused.getJsonObject("paused").getString("by")).isEqualTo("jmx");
        partition.resume();
        assertThat(partition.getState()).isEqualTo("open");

        var rows = record("partition:0");
        assertThat(rows.get(0).getString("action")).isEqualTo("partition.resumed");
        assertThat(rows.get(1).getString("action")).isEqualTo("partition.paused");
        assertThat(rows.get(1).getJsonObject("detail").getString("note")).isEqualTo(unique);
        assertThat(rows.get(1).getString("address", "")).isEmpty();
        assertThatThrownBy(() -> partition.pause("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeadLetterIsFoundReplayedAndThenNotDiscarded() throws Exception {
        ops.post("/api/channels", "{\"id\":\"" + unique + "\",\"name\":\"Test\",\"kind\":\"private\"}");
        var body = "{\"sender_id\":\"ops\",\"channel_id\":\"" + unique
                + "\",\"message\":\"olá\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
        var id = Rows.givenUp(unique, unique, body.getBytes(StandardCharsets.UTF_8));
        var letters = console.one("DeadLetters", DeadLettersMXBean.class);
        assertThat(letters.list(200)).extracting(WaitingLetter::getId).contains(id);
        letters.replay(id);
        assertThat(ops.get("/api/ops/dead-letters/" + id).object().getString("settled_by"))
                .isEqualTo("jmx");
        awaitMessage();
        assertThatThrownBy(() -> letters.discard(id, "late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("conflict: ");
        assertThat(record("dead_letter:" + id))
                .extracting(row -> row.getString("action") + " " + row.getString("result"))
                .containsExactly("dead_letter.discarded conflict", "dead_letter.replayed ok");
    }

    @Test
    void aDeadLetterIsMendedAnotherDiscardedAndManyReplayed() throws Exception {
        var nonsense = ("nonsense " + unique).getBytes(StandardCharsets.UTF_8);
        var letters = console.one("DeadLetters", DeadLettersMXBean.class);
        ops.post("/api/channels", "{\"id\":\"" + unique + "\",\"name\":\"Test\",\"kind\":\"private\"}");
        letters.replayEdited(
                Rows.givenUp(unique, unique, nonsense),
                "{\"sender_id\":\"ops\",\"channel_id\":\"" + unique
                        + "\",\"message\":\"olá\",\"timestamp\":\"2026-01-01T00:00:00Z\"}");
        awaitMessage();

        var id = Rows.givenUp(unique, unique, nonsense);
        letters.discard(id, "não serve");
        assertThat(ops.get("/api/ops/dead-letters/" + id).object().getString("note"))
                .isEqualTo("não serve");

        Rows.givenUp(unique, unique, nonsense);
        var done = letters.replayReason("unavailable", 1);
        assertThat(done.getReplayed()).isEqualTo(1);
        assertThat(done.getFailed()).isZero();
    }

    @Test
    void anUndeployLeavesNoneAndTheNextDeploymentHasAllAgain() throws Exception {
        var before = console.ours().size();
        console.close();
        var process = Server.process();
        server().redeploy(() ->
                assertThat(process.isAlive() ? oursIn(process) : Set.of()).isEmpty());
        console = Console.of(Server.process());
        assertThat(console.ours()).hasSize(before);
    }

    private static Set<ObjectName> oursIn(ProcessHandle process) {
        try (var another = Console.of(process)) {
            return another.ours();
        } catch (Exception e) {
            throw new IllegalStateException("the server cannot be asked", e);
        }
    }

    private List<JsonObject> record(String subject) {
        return ops.get(AUDIT + subject).object().getJsonArray("items").getValuesAs(JsonObject.class);
    }

    private void awaitMessage() throws InterruptedException {
        var messages = "/api/channels/" + unique + "/messages";
        for (var deadline = System.nanoTime() + PATIENCE.toNanos();
                ops.get(messages).object().getJsonArray("messages").isEmpty();
                Thread.sleep(50)) {
            assertThat(System.nanoTime()).as("in " + PATIENCE).isLessThan(deadline);
        }
    }
}
