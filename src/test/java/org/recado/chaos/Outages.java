package org.recado.chaos;

import com.google.errorprone.annotations.FormatMethod;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.recado.stack.Leash;
import org.recado.stack.RealStack;

/**
 * One node, and each part stopped, frozen and made slow in turn, then all of them frozen at once: who is named, what is
 * refused, how soon all is well again, and whether everything that was accepted is in its place.
 */
final class Outages {
    private static final Duration LASTS = Duration.ofSeconds(12);
    private static final Duration SLOWER = Duration.ofMillis(150);
    private static final Duration NAMED_WITHIN = Duration.ofSeconds(5);
    private static final Duration WELL_WITHIN = Duration.ofSeconds(60);
    private static final String REDIS = "redis";

    private final List<String> wrongs = new ArrayList<>();
    private final String channel = "outages-" + UUID.randomUUID();
    private final RealStack stack;
    private final Node node;
    private final ReadyLook look;

    private Outages(RealStack stack, Node node) {
        this.stack = stack;
        this.node = node;
        this.look = new ReadyLook(node.address());
    }

    /** @return whether all was as it must be */
    static boolean run(Path folder, Path stackFolder) throws Exception {
        try (var leash = Leash.in(folder);
                var stack = RealStack.start(stackFolder, leash);
                var node = new Node("both-1", stack, folder, leash)
                        .with("RECADO_ROLES", "core,edge")
                        .with("RECADO_AUTH_TOKEN_SECRET", UUID.randomUUID() + "-" + UUID.randomUUID())) {
            node.start();
            return new Outages(stack, node).run();
        }
    }

    private boolean run() throws Exception {
        var ana = Rest.as("ana", node.address());
        ana.post(
                "api/channels",
                Json.createObjectBuilder()
                        .add("id", channel)
                        .add("name", "Outages")
                        .build());
        System.out.printf(
                "%n%-18s %9s %9s %8s %8s %9s %9s %11s%n",
                "outage", "named ms", "well ms", "sent", "refused", "unclear", "slowest", "stored ms");
        for (var part : RealStack.PARTS) {
            suffer("stopped " + part, List.of(part), ana, () -> stop(part));
            suffer("frozen " + part, List.of(part), ana, () -> Signals.freeze(stack.process(part), LASTS));
            suffer("slow " + part, List.of(), ana, () -> slow(part));
        }
        suffer("frozen all", List.of("rabbitmq", "postgres", "mongo"), ana, this::freezeAll);
        var letters = Rest.as("ops", node.address())
                .get("api/ops/dead-letters")
                .getJsonArray("items")
                .size();
        if (letters > 0) {
            wrong("%d dead letters", letters);
        }
        wrongs.forEach(System.out::println);
        System.out.println("outages wrong=" + wrongs.size());
        return wrongs.isEmpty();
    }

    private void stop(String part) {
        stack.kill(part);
        Pause.of(LASTS);
        stack.start(part);
    }

    private void slow(String part) {
        var link = node.link(part);
        link.slow(SLOWER);
        Pause.of(LASTS);
        link.heal();
    }

    private void freezeAll() {
        CompletableFuture.allOf(RealStack.PARTS.stream()
                        .map(part -> CompletableFuture.runAsync(() -> Signals.freeze(stack.process(part), LASTS)))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private void suffer(String what, List<String> parts, Rest ana, Runnable outage) throws Exception {
        try (var steady = new SteadySender(ana, channel)) {
            var happening = CompletableFuture.runAsync(outage);
            var named = parts.isEmpty() ? Optional.<Duration>empty() : look.await(seen -> names(seen, parts), LASTS);
            happening.join();
            var over = System.nanoTime();
            var well = look.await(Outages::isWell, WELL_WITHIN);
            var sent = steady.finish();
            var stored = sent.awaitStored(WELL_WITHIN);
            check(what, parts, named, well, sent);
            System.out.printf(
                    "%-18s %9s %9s %8d %8d %9d %9d %11s%n",
                    what,
                    parts.isEmpty() ? "-" : millis(named),
                    millis(well),
                    sent.accepted(),
                    sent.refused(),
                    sent.unclear(),
                    sent.slowest().toMillis(),
                    millis(stored.map(at -> Duration.ofNanos(Math.max(0, at - over)))));
            sent.wrongs().forEach(word -> wrong("%s: %s", what, word));
        }
    }

    private void check(
            String what,
            List<String> parts,
            Optional<Duration> named,
            Optional<Duration> well,
            SteadySender.Sent sent) {
        if (!parts.isEmpty()
                && named.filter(took -> took.compareTo(NAMED_WITHIN) <= 0).isEmpty()) {
            wrong("%s: readiness did not name %s within %s", what, parts, NAMED_WITHIN);
        }
        if (well.isEmpty()) {
            wrong("%s: not ready again within %s", what, WELL_WITHIN);
        }
        var mayRefuse = !parts.isEmpty() && !parts.equals(List.of(REDIS));
        if (!mayRefuse && sent.refused() > 0) {
            wrong("%s: %d were refused", what, sent.refused());
        }
    }

    /** Redis is no reason not to be ready. */
    private static boolean names(JsonObject seen, List<String> parts) {
        var down = Stream.of("postgres", "mongo", "amqp", REDIS)
                .filter(name -> seen.getString(name).startsWith("down"))
                .toList();
        var asked = parts.stream()
                .map(part -> part.equals("rabbitmq") ? "amqp" : part)
                .toList();
        var ready = seen.getBoolean("ready");
        return down.containsAll(asked)
                && (asked.size() > 1 || down.equals(asked))
                && ready == asked.equals(List.of(REDIS));
    }

    private static boolean isWell(JsonObject seen) {
        return seen.getBoolean("ready") && seen.getString("redis").equals("up");
    }

    private static String millis(Optional<Duration> took) {
        return took.map(time -> Long.toString(time.toMillis())).orElse("never");
    }

    @FormatMethod
    private void wrong(String words, Object... of) {
        wrongs.add(String.format(words, of));
    }
}
