package org.recado.redeploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.recado.chaos.Pause;
import org.recado.stack.EmbeddedStack;
import org.recado.stack.Leash;
import org.recado.stack.Settings;

/** One server, the WAR deployed on it again and again under load; then it counts from outside what is left, and what was lost. */
final class Redeploy {
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(90);
    private static final Duration STORED_WITHIN = Duration.ofMinutes(3);
    // of HTTP/2 a server keeps what it served last on a connection that is still open
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    // softly held is not held: a cache gives it up before memory is short
    private static final List<String> JVM = List.of("-Xmx512m", "-XX:SoftRefLRUPolicyMSPerMB=0");

    private final List<String> wrongs = new ArrayList<>();
    private final Map<String, String> stack;
    private final Host host;
    private final Path war;
    private final Path folder;
    private final int times;

    private Redeploy(Map<String, String> stack, Host host, Path war, Path folder, int times) {
        this.stack = stack;
        this.host = host;
        this.war = war;
        this.folder = folder;
        this.times = times;
    }

    /** {@code kind home folder war times}. */
    public static void main(String[] words) {
        Logger.getLogger("").setLevel(Level.WARNING);
        var code = 2;
        try {
            code = run(words[0], Path.of(words[1]), Path.of(words[2]), Path.of(words[3]), Integer.parseInt(words[4]))
                    ? 0
                    : 1;
        } catch (Exception e) {
            System.getLogger(Redeploy.class.getName()).log(System.Logger.Level.ERROR, "the run broke", e);
        }
        System.exit(code);
    }

    private static boolean run(String kind, Path home, Path folder, Path war, int times) throws Exception {
        try (var stack = EmbeddedStack.start(folder.resolve("stack"), Settings.ofProcess());
                var leash = Leash.in(folder)) {
            var environment = new TreeMap<>(stack.environment());
            environment.put("RECADO_DEMO", "true");
            environment.put("RECADO_AUTH_TOKEN_SECRET", UUID.randomUUID() + "-" + UUID.randomUUID());
            try (var host = start(kind, home, folder, new Setting(environment, JVM), leash)) {
                return new Redeploy(environment, host, war, folder, times).run();
            }
        }
    }

    private static Host start(String kind, Path home, Path folder, Setting setting, Leash leash) throws IOException {
        return switch (kind) {
            case "wildfly" -> WildFly.start(home, folder.resolve("standalone"), setting, leash);
            case "payara-server" -> PayaraServer.start(home, folder, setting, leash);
            case "liberty" -> OpenLiberty.start(home, folder, setting, leash);
            case "payara-micro" -> PayaraMicro.start(home, folder.resolve("launcher"), folder, setting, leash);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private boolean run() throws Exception {
        var before = host.place().jvm().threads();
        deploy(0);
        try (var load = Load.start(stack, host.place().address())) {
            for (var i = 1; i <= times; i++) {
                deploy(i);
            }
            load.ebb(STORED_WITHIN).forEach(this::wrong);
        }
        var start = System.nanoTime();
        host.undeploy();
        System.out.printf("undeployed in %d ms%n", millisSince(start));
        host.deploy(Plain.in(folder));
        Plain.ask(host.place().address());
        count(before);
        System.out.println("redeploys=" + times + " wrong=" + wrongs.size());
        return wrongs.isEmpty();
    }

    private void deploy(int number) throws IOException {
        var start = System.nanoTime();
        host.deploy(war);
        var deployed = millisSince(start);
        if (!Pause.until(this::isReady, READY_WITHIN)) {
            throw new IllegalStateException("not ready after deployment " + number);
        }
        System.out.printf("deployment %d: %d ms, ready after %d ms%n", number, deployed, millisSince(start));
    }

    private boolean isReady() {
        try {
            var question = HttpRequest.newBuilder(host.place().ready()).timeout(Duration.ofSeconds(5));
            var answer = HTTP.send(question.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().contains("\"recado\"");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void count(Map<String, Integer> before) throws IOException {
        var left = new Left(host.place().jvm(), before, ports());
        var serversDrivers = host.hasPool() ? 1 : 0;
        Pause.until(() -> left.loaders() == 0 && left.look(serversDrivers).isEmpty(), GONE_WITHIN);
        var loaders = left.loaders();
        left.look(loaders + serversDrivers).forEach(this::wrong);
        System.out.println("threads left, the server's own: " + left.serversOwn());
        System.out.println("class loaders left: " + loaders);
        if (loaders > 0) {
            var keepers = left.keepers(folder.resolve("left.hprof"));
            keepers.ours().forEach(way -> wrong("a class loader is kept by " + way));
            System.out.println("class loaders kept by others: " + keepers.others());
        }
    }

    private List<Integer> ports() {
        var ours = Stream.of("RECADO_AMQP_URI", "RECADO_MONGO_URI", "RECADO_REDIS_URI");
        return Stream.concat(ours, host.hasPool() ? Stream.empty() : Stream.of("RECADO_DATASOURCE_URL"))
                .map(key ->
                        URI.create(stack.get(key).replaceFirst("^jdbc:", "")).getPort())
                .collect(Collectors.toList());
    }

    private void wrong(String what) {
        wrongs.add(what);
        System.out.println("WRONG " + what);
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
