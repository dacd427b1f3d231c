package org.recado.platform.log;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Begun;
import org.recado.platform.Node;
import org.recado.platform.Rounds;

/** Puts the {@link Tap} on while the application is deployed, and takes it off. */
@ApplicationScoped
public class Logs {

    static final String ROOT = "org.recado";

    private static final Duration EVERY = Duration.ofSeconds(2);

    @Inject
    @ConfigProperty(name = "recado.log.format")
    String format;

    @Inject
    Node node;

    @Inject
    Rounds rounds;

    @Inject
    LoggerLevels levels;

    private Tap tap;
    private boolean isOn;

    @PostConstruct
    void prepare() {
        tap = new Tap(Logger.getLogger(ROOT), new Storm(System::nanoTime), writer());
    }

    void begin(@Observes Begun begun) {
        isOn = tap.attach();
        rounds.every(EVERY, "the log", () -> {
            tap.look();
            levels.look();
        });
    }

    private Optional<Consumer<LogRecord>> writer() {
        return switch (format) {
            case "server" -> Optional.empty();
            case "text" -> Optional.of(lines(new Layout(node.name(), false)));
            case "json" -> Optional.of(lines(new Layout(node.name(), true)));
            default -> throw new IllegalStateException("recado.log.format must be server, text or json");
        };
    }

    // servers make lines of their own of what is written to System.out
    private static Consumer<LogRecord> lines(Layout layout) {
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        return line -> {
            var bytes = layout.format(line).getBytes(StandardCharsets.UTF_8);
            out.write(bytes, 0, bytes.length);
            out.flush();
        };
    }

    @PreDestroy
    void stop() {
        if (isOn) {
            tap.detach();
        }
    }
}
