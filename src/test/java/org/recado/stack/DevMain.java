package org.recado.stack;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The product on the embedded stack: prints where each part is, and runs until it is told to stop. */
public final class DevMain {
    private final Settings settings;
    private EmbeddedStack stack;
    private PayaraMicro payara;
    private boolean stopping;

    private DevMain(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] args) {
        Logger.getLogger("").setLevel(Level.WARNING);
        DevMain dev = new DevMain(Settings.ofProcess());
        Runtime.getRuntime().addShutdownHook(new Thread(dev::stop, "stop"));
        try {
            dev.start();
            dev.print();
            dev.payara.awaitEnd();
        } catch (StackFailure e) {
            dev.fail(e);
        }
    }

    private void start() {
        int port = settings.find("RECADO_DEV_PORT")
                .map(value -> Ports.parse(PayaraMicro.NAME, "RECADO_DEV_PORT", value))
                .orElse(8080);
        Ports.requireFree(PayaraMicro.NAME, port);
        launch(Path.of(settings.find("RECADO_DEV_DATA").orElse("target/dev-data")), port);
        payara.awaitReady();
    }

    // holds off stop(), so that nothing starts behind its back
    private synchronized void launch(Path folder, int port) {
        stack = EmbeddedStack.start(folder, settings);
        Map<String, String> environment = new TreeMap<>(stack.environment());
        environment.put("RECADO_DEMO", settings.find("RECADO_DEMO").orElse("true"));
        environment.put(
                "RECADO_AUTH_TOKEN_SECRET",
                settings.find("RECADO_AUTH_TOKEN_SECRET").orElseGet(() -> TokenSecret.keptIn(stack.folder())));
        environment.put(
                "RECADO_PUSH_VAPID_PRIVATE_KEY",
                settings.find("RECADO_PUSH_VAPID_PRIVATE_KEY").orElseGet(() -> VapidKey.keptIn(stack.folder())));
        environment.put(
                "RECADO_PUSH_VAPID_SUBJECT",
                settings.find("RECADO_PUSH_VAPID_SUBJECT").orElse(VapidKey.SUBJECT));
        payara = PayaraMicro.start(stack.folder(), port, environment, stack.leash());
    }

    private void print() {
        Map<String, String> environment = stack.environment();
        System.out.println("postgres=" + environment.get("RECADO_DATASOURCE_URL"));
        System.out.println("mongo=" + environment.get("RECADO_MONGO_URI"));
        System.out.println("redis=" + environment.get("RECADO_REDIS_URI"));
        System.out.println("amqp=" + environment.get("RECADO_AMQP_URI"));
        System.out.println("ready=" + payara.address());
        System.out.println("users: ana, bruno, carla, and the operator ops; each one's password is the name");
        System.out.println("data in " + stack.folder() + ", Ctrl-C stops");
    }

    private synchronized void fail(StackFailure failure) {
        if (!stopping) {
            System.err.println(failure.getMessage());
        }
        // not held while the hook needs it: the exit itself runs outside of this monitor
        new Thread(() -> System.exit(1), "exit").start();
    }

    private synchronized void stop() {
        stopping = true;
        try {
            if (payara != null) {
                payara.close();
            }
        } finally {
            if (stack != null) {
                stack.close();
            }
        }
    }
}
