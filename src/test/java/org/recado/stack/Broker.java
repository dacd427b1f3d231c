package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.SystemConfig;

/** The AMQP 0-9-1 broker in this JVM; durable queues and persistent messages are stored before they are confirmed. */
final class Broker implements Part {
    static final String NAME = "amqp";

    private final Outcome outcome = new Outcome();
    private final SystemLauncher launcher = new SystemLauncher(outcome);
    private final int port;

    private Broker(int port) {
        this.port = port;
    }

    static Broker start(Path folder, int port) {
        Ports.requireFree(NAME, port);
        LibraryLogs.quiet();
        Broker broker = new Broker(port);
        broker.launch(folder.toAbsolutePath());
        return broker;
    }

    // the launcher declares Exception
    private void launch(Path folder) {
        try {
            Files.createDirectories(folder);
            System.setProperty(
                    "derby.stream.error.file", folder.resolve("derby.log").toString());
            launcher.startup(attributes(folder, port));
        } catch (Exception e) {
            throw new StackFailure(NAME, e);
        }
        if (outcome.error != null) {
            throw new StackFailure(NAME, outcome.error);
        }
    }

    private static Map<String, Object> attributes(Path folder, int port) throws IOException {
        Map<String, String> context = Map.of(
                SystemConfig.QPID_WORK_DIR,
                folder.toString(),
                "recado.amqp.port",
                Integer.toString(port),
                "qpid.broker_fail_startup_with_errored_child",
                "true");
        return Map.of(
                SystemConfig.TYPE,
                "Memory",
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                Broker.class.getResource("broker.json").toExternalForm(),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                false,
                SystemConfig.CONTEXT,
                context);
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("RECADO_AMQP_URI", "amqp://recado:recado@" + Ports.HOST + ":" + port + "/default");
    }

    @Override
    public void close() {
        try {
            launcher.shutdown();
        } catch (IllegalStateException e) {
            // when the JVM ends, the broker's own hook may have closed it before us
            if (!outcome.closed) {
                throw e;
            }
        }
    }

    private static final class Outcome extends DefaultSystemLauncherListener {
        private volatile RuntimeException error;
        private volatile boolean closed;

        @Override
        public void errorOnStartup(RuntimeException e) {
            error = e;
        }

        @Override
        public void onContainerClose(SystemConfig<?> config) {
            closed = true;
        }
    }
}
