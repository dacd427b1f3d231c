package org.recado.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Payara Micro with the WAR as a child process; its whole log is a file in the data folder. */
public final class PayaraMicro implements AutoCloseable {
    static final String NAME = "payara";
    private static final Path JAR = Path.of("target/servers/payara-micro.jar");
    private static final Path WAR = Path.of("target/recado.war");
    private static final Path PREBOOT = Path.of("src/test/server/payara-micro.preboot");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final ServerLog log;
    private final int port;

    private PayaraMicro(Process process, ServerLog log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    public static PayaraMicro start(Path folder, int port, Map<String, String> environment, Leash leash) {
        return start(WAR, folder, port, environment, leash);
    }

    /** With another WAR than the one that was built here. */
    public static PayaraMicro start(Path war, Path folder, int port, Map<String, String> environment, Leash leash) {
        try {
            Path work = Files.createDirectories(folder.resolve("payara"));
            ProcessBuilder builder =
                    new ProcessBuilder(command(war, work, port, jvmOptions())).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            leash.hold(process.toHandle());
            return new PayaraMicro(process, ServerLog.of(process, folder.resolve("payara.log")), port);
        } catch (IOException e) {
            throw new StackFailure(NAME, e);
        }
    }

    private static List<String> jvmOptions() {
        return List.of(Settings.ofProcess()
                .find("RECADO_DEV_SERVER_OPTIONS")
                .orElse("-Xmx512m")
                .strip()
                .split("\\s+", -1));
    }

    private static List<String> command(Path war, Path work, int port, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + work,
                "-jar",
                JAR.toString(),
                "--nocluster",
                "--disablephonehome",
                "--prebootcommandfile",
                PREBOOT.toString(),
                "--port",
                Integer.toString(port),
                "--deploy",
                war.toString(),
                "--contextroot",
                "/"));
        return command;
    }

    public String address() {
        return "http://" + Ports.HOST + ":" + port + "/";
    }

    void awaitReady() {
        awaitReady(PATIENCE);
    }

    /** Returns when it is ready; a {@link StackFailure} where it ends or does not deploy or takes longer. */
    public void awaitReady(Duration patience) {
        HttpRequest question =
                HttpRequest.newBuilder(URI.create(address() + "health/ready")).build();
        HttpClient client = HttpClient.newHttpClient();
        try {
            Waiting.until(NAME, process.toHandle(), log.file(), () -> isReady(client, question), patience);
        } catch (IOException e) {
            throw new StackFailure(NAME, e);
        }
    }

    private boolean isReady(HttpClient client, HttpRequest question) {
        log.failure().ifPresent(why -> {
            throw new StackFailure(NAME, why + " (" + log.file() + ")");
        });
        return log.isStarted() && isOk(client, question);
    }

    private static boolean isOk(HttpClient client, HttpRequest question) {
        try {
            return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public ProcessHandle process() {
        return process.toHandle();
    }

    /** From here on its complaints go to its log only. */
    public void hush() {
        log.hush();
    }

    /** Returns only by the failure that Payara has ended unasked. */
    void awaitEnd() {
        int code = process.onExit().join().exitValue();
        throw new StackFailure(NAME, "ended with code " + code + ", see " + log.file());
    }

    @Override
    public void close() {
        log.hush();
        Leash.end(process.toHandle());
    }
}
