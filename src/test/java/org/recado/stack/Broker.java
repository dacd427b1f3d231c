package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener;
import org.apache.qpid.server.model.SystemConfig;

/** The AMQP 0-9-1 broker in this JVM; durable queues and persistent messages are on disk before they are confirmed. */
final class Broker implements Part {
    static final String NAME = "amqp";

    private final SystemLauncher launcher;
    private final int port;

    private Broker(SystemLauncher launcher, int port) {
        this.launcher = launcher;
        this.port = port;
    }

    static Broker start(Path folder, int port) {
        Ports.requireFree(NAME, port);
        LibraryLogs.quiet();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        SystemLauncher launcher = new SystemLauncher(new SystemLauncherListener.DefaultSystemLauncherListener() {
            @Override
            public void errorOnStartup(RuntimeException e) {
                failure.set(e);
            }
        });
        try {
            Files.createDirectories(folder);
            System.setProperty(
                    "derby.stream.error.file", folder.resolve("derby.log").toString());
            launcher.startup(attributes(folder, port));
        } catch (Exception e) {
            throw new StackFailure(NAME, e);
        }
        if (failure.get() != null) {
            throw new StackFailure(NAME, failure.get());
        }
        return new Broker(launcher, port);
    }

    private static Map<String, Object> attributes(Path folder, int port) throws IOException {
        return Map.of(
                SystemConfig.TYPE,
                "Memory",
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                Broker.class.getResource("broker.json").toExternalForm(),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                false,
                SystemConfig.CONTEXT,
                Map.of(
                        SystemConfig.QPID_WORK_DIR,
                        folder.toAbsolutePath().toString(),
                        "recado.amqp.port",
                        Integer.toString(port),
                        "qpid.broker_fail_startup_with_errored_child",
                        "true"));
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("RECADO_AMQP_URI", "amqp://recado:recado@" + Ports.HOST + ":" + port + "/default");
    }

    @Override
    public void close() {
        launcher.shutdown();
    }
}
