package org.recado.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TapTest {

    private final Logger server = Logger.getLogger("org.recado.tapped");
    private final Logger root = Logger.getLogger("org.recado.tapped.ours");
    private final Logger below = Logger.getLogger("org.recado.tapped.ours.below");
    private final List<LogRecord> atServer = new ArrayList<>();
    private final Handler serverHandler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            atServer.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        server.addHandler(serverHandler);
        server.setUseParentHandlers(false);
    }

    @AfterEach
    void goAway() {
        server.removeHandler(serverHandler);
        server.setUseParentHandlers(true);
    }

    @Test
    void whatLoggersBelowSayIsCountedOnItsWayToTheServer() {
        var tap = new Tap(root, new Storm(System::nanoTime), Optional.empty());
        assertThat(tap.attach()).isTrue();
        assertThat(new Tap(root, new Storm(System::nanoTime), Optional.empty()).attach())
                .isFalse();
        for (var i = 0; i < 20; i++) {
            below.warning("again");
        }
        assertThat(atServer).hasSize(5);
        tap.detach();
        assertThat(atServer).hasSize(6);
        assertThat(root.getHandlers()).isEmpty();
        assertThat(root.getUseParentHandlers()).isTrue();
    }

    @Test
    void whatIsWrittenHereDoesNotGoToTheServer() {
        var here = new ArrayList<LogRecord>();
        var tap = new Tap(root, new Storm(System::nanoTime), Optional.of(here::add));
        tap.attach();
        below.info("once");
        tap.detach();
        assertThat(here).hasSize(1);
        assertThat(atServer).isEmpty();
    }

    @Test
    void aLevelGoesBackByItselfAndToWhatItWasAtFirst() {
        var levels = new LoggerLevels();
        var now = Instant.EPOCH;
        levels.clock = () -> now;
        levels.set(below.getName(), System.Logger.Level.DEBUG, Duration.ofMinutes(1));
        levels.set(below.getName(), System.Logger.Level.TRACE, Duration.ofMinutes(2));
        assertThat(below.getLevel()).isEqualTo(Level.FINER);
        levels.clock = () -> now.plusSeconds(119);
        levels.look();
        assertThat(below.getLevel()).isEqualTo(Level.FINER);
        levels.clock = () -> now.plusSeconds(120);
        levels.look();
        assertThat(below.getLevel()).isNull();
        assertThat(levels.has("org.recado.tapped.ours")).isTrue();
        assertThat(levels.has("org")).isFalse();
        assertThat(levels.has("org.recado.nothing")).isFalse();
    }
}
