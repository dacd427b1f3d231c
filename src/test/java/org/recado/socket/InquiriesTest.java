package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.id.UserId;
import org.recado.platform.Meters;
import org.recado.platform.Outside;

class InquiriesTest {

    private static final UserId ANA = new UserId("ana");

    private final Inquiries inquiries = new Inquiries();
    private final UUID session = UUID.randomUUID();

    InquiriesTest() {
        inquiries.connections = new Connections();
        inquiries.connections.meters = new Meters();
        inquiries.node = Outside.node("here");
    }

    @Test
    void whoAsksHearsOfTheUsersConnectionsAndOfNoOther() {
        var phone = connect(ANA, FakeWire.fast());
        connect(new UserId("bruno"), FakeWire.fast());
        phone.heard();
        phone.outbox().must(Packet.of("[]"));

        var answer = asked(new Inquiry(ANA, Optional.empty(), false));

        assertThat(answer.node()).isEqualTo("here");
        assertThat(answer.count()).isOne();
        var one = answer.sightings().get(0);
        assertThat(one.connection()).isEqualTo(phone.id());
        assertThat(one.transport()).isEqualTo(Transport.WEBSOCKET);
        assertThat(one.address()).isEqualTo("192.0.2.7");
        assertThat(one.since()).isEqualTo(FakeWire.ENTRANCE.at());
        assertThat(one.received()).isOne();
        assertThat(one.sent()).isOne();
        assertThat(one.session()).contains(session);
    }

    @Test
    void onlyTheNamedOneIsClosedAndOnlyWhereItIsTheUsers() {
        var wires = new FakeWire[] {FakeWire.fast(), FakeWire.fast()};
        var phone = connect(ANA, wires[0]);
        connect(ANA, wires[1]);

        assertThat(asked(new Inquiry(new UserId("bruno"), Optional.of(phone.id()), true))
                        .count())
                .isZero();
        assertThat(asked(new Inquiry(ANA, Optional.of(phone.id()), true)).count())
                .isOne();
        assertThat(wires[0].closed).containsExactly(CloseCode.BY_OPERATOR);
        assertThat(wires[1].closed).isEmpty();
        assertThat(asked(new Inquiry(ANA, Optional.empty(), false)).sightings())
                .as("one that was sent away is not there any more")
                .hasSize(1);
    }

    @Test
    void allAreClosedButNotAllAreDescribed() {
        for (var i = 0; i <= Inquiries.MOST_NAMED; i++) {
            connect(ANA, FakeWire.fast());
        }

        var closed = asked(new Inquiry(ANA, Optional.empty(), true));

        assertThat(closed.count()).isEqualTo(Inquiries.MOST_NAMED + 1);
        assertThat(closed.sightings()).hasSize(Inquiries.MOST_NAMED);
        assertThat(asked(new Inquiry(ANA, Optional.empty(), false)).count()).isZero();
    }

    private NodeAnswer asked(Inquiry inquiry) {
        return NodeAnswer.decode(inquiries.answer(inquiry.encode()));
    }

    private Connection connect(UserId user, FakeWire wire) {
        var connection = new Connection(
                UUID.randomUUID().toString(),
                new Caller(user, Set.of(), Optional.of(session)),
                new Outbox(wire, 1000),
                new Turns(Runnable::run, 1000),
                new Inflow(1 << 20, 1 << 20),
                FakeWire.ENTRANCE);
        inquiries.connections.opened(connection);
        return connection;
    }
}
