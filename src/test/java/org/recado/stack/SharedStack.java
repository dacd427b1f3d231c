package org.recado.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * The one stack of a test JVM: started at its first use, stopped when the JVM ends. What is configured by environment or system
 * properties ({@code RECADO_AMQP_URI} or {@code -Drecado.amqp.uri}) is used instead; {@code -Drecado.dev.amqp.port} fixes a port.
 */
public final class SharedStack {
    private SharedStack() {}

    /** The {@code RECADO_…} variables that lead a server to the stack. */
    public static Map<String, String> environment() {
        return Holder.STACK.environment();
    }

    /** The value of one of them. */
    public static String setting(String key) {
        return environment().get(key);
    }

    /** The URI of the broker, or of the first node of its cluster. */
    public static String broker() {
        return setting("RECADO_AMQP_URI").split(",(?=amqps?://)", -1)[0];
    }

    private static final class Holder {
        static final EmbeddedStack STACK = start();

        private static EmbeddedStack start() {
            Path folder = Path.of(
                    "target",
                    "test-stack",
                    Long.toString(ProcessHandle.current().pid()));
            EmbeddedStack stack = EmbeddedStack.start(folder, Settings.ofProcess());
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "stack-stop"));
            return stack;
        }
    }
}
