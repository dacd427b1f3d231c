package org.recado.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.platform.Begun;
import org.recado.platform.Fields;
import org.recado.platform.Meters;
import org.recado.platform.Outside;
import redis.clients.jedis.UnifiedJedis;

/** The thread that keeps account, on a node without Redis. */
class RosterTest {

    private static final long PATIENCE_SECONDS = 20;

    private final UnifiedJedis none = Outside.redis("redis://127.0.0.1:1");
    private final AtomicReference<Thread> thread = new AtomicReference<>();
    private final Roster roster = new Roster();
    private final Client ana = new Client("ana", "1");
    private final Client bruno = new Client("bruno", "1");

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        roster.node = Outside.NODE;
        roster.redis = none;
        roster.meters = new Meters();
        roster.listLimit = 10;
        roster.maxOwnBytes = 30;
        roster.beatMs = 20;
        roster.leaseMs = 1_000;
        roster.threads = Outside.storeThreads(new Kept());
        roster.start(new Begun());
    }

    private final class Kept extends Outside.Threads implements ManagedThreadFactory {
        @Override
        public Thread newThread(Runnable work) {
            thread.set(super.newThread(work));
            return thread.get();
        }
    }

    @AfterEach
    void stop() {
        roster.stop();
        none.close();
    }

    @Test
    void whoJoinsUpdatesAndLeavesIsTold() {
        roster.joined(ana);
        told(ana, t -> t.startsWith("own presence_state {\"ana\""));
        roster.joined(bruno);
        told(ana, t -> t.contains("\"joins\":{\"bruno\""));
        roster.updated(bruno, status("away"));
        told(ana, t -> t.contains("\"status\":\"away\""));
        roster.left(bruno);
        told(ana, t -> t.contains("\"joins\":{},\"leaves\":{\"bruno\""));
    }

    @Test
    void eachJoinHasARefOfItsOwn() {
        roster.joined(ana);
        told(ana, t -> t.startsWith("own presence_state {\"ana\""));
        roster.joined(new Client("ana", "1"));
        told(ana, t -> t.contains("\"joins\":{\"ana\""));

        var refs = Pattern.compile("\"phx_ref\":\"([^\"]+)\"")
                .matcher(String.join("", ana.told))
                .results()
                .map(r -> r.group(1))
                .collect(Collectors.toSet());
        assertThat(refs).hasSize(2);
    }

    @Test
    void slowClientGetsTheStateOnceItReadsAgain() {
        roster.joined(ana);
        roster.joined(bruno);
        told(bruno, t -> t.startsWith("own presence_state"));
        bruno.isSlow = true;
        bruno.told.clear();
        roster.updated(ana, status("away"));
        told(ana, t -> t.contains("\"status\":\"away\""));
        bruno.isSlow = false;

        assertThat(told(bruno, t -> true)).startsWith("own presence_state").contains("\"status\":\"away\"");
    }

    @Test
    void whoNeverJoinedMayLeaveAndSayNothing() {
        roster.left(bruno);
        roster.updated(bruno, status("away"));
        roster.joined(ana);

        assertThat(told(ana, t -> true)).doesNotContain("bruno");
    }

    @Test
    void whatIsTooLargeIsRefusedToTheCaller() {
        assertThatThrownBy(() -> roster.updated(ana, status("x".repeat(30)))).isInstanceOf(Fields.Unfit.class);
    }

    @Test
    void threadEndsWithTheNode() throws InterruptedException {
        roster.stop();

        thread.get().join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        assertThat(thread.get().isAlive()).isFalse();
    }

    private static JsonObject status(String status) {
        return Json.createObjectBuilder().add("status", status).build();
    }

    /** The first thing of the kind that the client was told. */
    private static String told(Client client, Predicate<String> kind) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            var found = client.told.stream().filter(kind).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(System.nanoTime()).as("told so far: %s", client.told).isLessThan(deadline);
            Edge.pause();
        }
    }
}
