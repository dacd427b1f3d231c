package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.auth.SessionTokens;
import org.recado.id.UserId;
import org.recado.platform.Meters;

class LongPollsTest {

    private static final Caller ANA = new Caller(new UserId("ana"), Set.of());
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private final LongPolls sessions = new LongPolls();
    private final List<Connection> closed = new ArrayList<>();

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        sessions.windowMs = WINDOW.toMillis();
        sessions.maxSessions = 2;
        sessions.meters = new Meters();
        sessions.workers = new Workers() {
            @Override
            public void execute(Runnable work) {
                work.run();
            }
        };
        sessions.tokens = new SessionTokens() {
            @Override
            public String issue(String session, Duration valid) {
                return session;
            }

            @Override
            public Optional<String> session(String token) {
                return Optional.of(token);
            }
        };
        sessions.clients = new Clients() {
            @Override
            Connection opened(Caller caller, Wire wire, Entrance entrance) {
                return new Connection(
                        "c" + System.identityHashCode(wire),
                        caller,
                        new Outbox(wire, 1000),
                        new Turns(Runnable::run, 1000),
                        new Inflow(1 << 20, 1 << 20),
                        FakeWire.ENTRANCE);
            }

            @Override
            void closed(Connection connection) {
                closed.add(connection);
            }
        };
        sessions.prepare();
    }

    @Test
    void sessionIsFoundByItsToken() {
        var session = sessions.open(ANA, "192.0.2.7").orElseThrow();

        assertThat(sessions.find(sessions.token(session))).containsSame(session);
        assertThat(sessions.find("another")).isEmpty();
    }

    @Test
    void sessionThatIsNotPolledFor15SecondsIsCleanedUpOnce() {
        var session = sessions.open(ANA, "192.0.2.7").orElseThrow();
        var polled = System.nanoTime();
        session.wire().poll(new FakePoll(), polled);

        sessions.tick(polled + WINDOW.toNanos() * 3 / 2 - 1);
        assertThat(closed).isEmpty();
        sessions.tick(polled + WINDOW.toNanos() * 3 / 2);
        sessions.tick(polled + WINDOW.toNanos() * 2);
        assertThat(closed).containsExactly(session.connection());
        assertThat(sessions.find(sessions.token(session))).isEmpty();
    }

    @Test
    void oneTooManyIsRefusedUntilAnotherIsGone() {
        var first = sessions.open(ANA, "192.0.2.7").orElseThrow();
        assertThat(sessions.open(ANA, "192.0.2.7")).isPresent();
        assertThat(sessions.open(ANA, "192.0.2.7")).isEmpty();
        first.connection().outbox().close(CloseCode.TOO_BIG, "");
        assertThat(sessions.open(ANA, "192.0.2.7")).isPresent();
        assertThat(sessions.open(ANA, "192.0.2.7")).isEmpty();
    }
}
