package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.command.Command;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.MoveCursors;
import org.recado.command.CommandPublisher;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Meters;

class CursorReportsTest {

    private static final ChannelId CHANNEL = new ChannelId("1");
    private static final TopicName TOPIC = TopicName.of(CHANNEL);
    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");

    private final List<MoveCursors> asked = new ArrayList<>();
    private final Connections connections = new Connections();
    private final CursorReports reports = new CursorReports();
    private CompletableFuture<Void> confirm = CompletableFuture.completedFuture(null);

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        connections.meters = new Meters();
        reports.connections = connections;
        reports.publisher = new CommandPublisher() {
            @Override
            public CompletionStage<Void> publish(Command command, Optional<String> correlation) {
                asked.add((MoveCursors) command);
                return confirm;
            }
        };
    }

    @Test
    void readsOfARoundAreOneCommandAndAnsweredAtItsConfirm() {
        confirm = new CompletableFuture<>();
        var answers = new ArrayList<String>();
        reports.read(ANA, CHANNEL, 5, failure -> answers.add("5 " + failure));
        reports.read(ANA, CHANNEL, 4, failure -> answers.add("4 " + failure));
        reports.read(BRUNO, CHANNEL, 9, failure -> answers.add("9 " + failure));
        reports.reportRead();
        assertThat(answers).isEmpty();
        confirm.complete(null);
        reports.reportRead();

        assertThat(answers).containsExactlyInAnyOrder("5 null", "4 null", "9 null");
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).cursors()).containsExactlyInAnyOrder(new Cursor(ANA, 5, 0), new Cursor(BRUNO, 9, 0));
    }

    @Test
    void whatIsNotConfirmedIsAnsweredWithTheFailure() {
        confirm = CompletableFuture.failedFuture(new Refused(Reason.UNAVAILABLE, "away"));
        var failures = new ArrayList<Throwable>();
        reports.read(ANA, CHANNEL, 5, failures::add);
        reports.reportRead();
        assertThat(failures).singleElement().isInstanceOf(Refused.class);
    }

    @Test
    void tooManyReadsOfOneRoundAreRefused() {
        for (var i = 0; i < 100; i++) {
            reports.read(ANA, CHANNEL, i, failure -> {});
        }
        assertThatThrownBy(() -> reports.read(ANA, CHANNEL, 100, failure -> {}))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.RATE_LIMITED));
        reports.read(BRUNO, CHANNEL, 100, failure -> {});
        reports.reportRead();
        reports.read(ANA, CHANNEL, 100, failure -> {});
    }

    @Test
    void deliveredIsWhatWasWrittenOfAllDevicesAndReportedOnce() {
        var slow = FakeWire.slow();
        var phone = join("ana", slow);
        var laptop = join("ana", FakeWire.fast());
        phone.open(3, packet());
        laptop.open(3, packet());
        join("bruno", FakeWire.fast());
        event(4);
        event(5);
        reports.reportDelivered();
        reports.reportDelivered();
        assertThat(asked)
                .as("bruno's join is not answered yet")
                .extracting(MoveCursors::cursors)
                .containsExactly(List.of(new Cursor(ANA, 0, 5)));

        slow.drain();
        reports.reportDelivered();
        assertThat(asked).as("the other device had it").hasSize(1);
        event(6);
        reports.reportDelivered();
        assertThat(asked.get(1).cursors()).containsExactly(new Cursor(ANA, 0, 6));
    }

    @Test
    void whatWaitsForASlowClientIsNotDelivered() {
        var slow = FakeWire.slow();
        join("ana", slow).open(3, packet());
        event(4);
        reports.reportDelivered();
        assertThat(asked.get(0).cursors()).containsExactly(new Cursor(ANA, 0, 3));
        slow.drain();
        reports.reportDelivered();
        assertThat(asked.get(1).cursors()).containsExactly(new Cursor(ANA, 0, 4));
    }

    @Test
    void whatWasNotConfirmedIsReportedAgain() {
        join("ana", FakeWire.fast()).open(3, packet());
        confirm = CompletableFuture.failedFuture(new Refused(Reason.UNAVAILABLE, "away"));
        reports.reportDelivered();
        confirm = CompletableFuture.completedFuture(null);
        reports.reportDelivered();
        reports.reportDelivered();
        assertThat(asked).hasSize(2);
    }

    @Test
    void oneRoundReportsTwoThousandAtMostAndTheNextTheRest() {
        IntStream.range(0, 2_100).forEach(i -> join("u" + i, FakeWire.fast()).open(1, packet()));
        reports.reportDelivered();
        assertThat(asked).hasSize(4).allSatisfy(c -> assertThat(c.cursors()).hasSize(500));
        reports.reportDelivered();
        assertThat(asked.get(4).cursors()).hasSize(100);
        assertThat(asked.stream().flatMap(c -> c.cursors().stream()).distinct()).hasSize(2_100);
    }

    private Subscription join(String user, FakeWire wire) {
        var connection = new Connection(
                user,
                new Caller(new UserId(user), Set.of()),
                new Outbox(wire, 1 << 20),
                new Turns(Runnable::run, 1),
                new Inflow(1 << 20, 1 << 20),
                FakeWire.ENTRANCE);
        var s = new Subscription(connection, TOPIC.toString(), new ChannelTopic(), Json.createValue("1"));
        connections.add(TOPIC, s);
        return s;
    }

    private void event(long seq) {
        connections.broadcast(TOPIC, seq, "message", g -> g.write("seq", seq));
    }

    private static Packet packet() {
        return Packet.of("joined");
    }
}
