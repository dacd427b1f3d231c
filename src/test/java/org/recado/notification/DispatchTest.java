package org.recado.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.channel.Kind;
import org.recado.channel.Role;
import org.recado.history.History;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.notification.Way.Answer;
import org.recado.platform.Outside;

/** Deliveries that are carried out, on a real PostgreSQL. */
class DispatchTest {

    private final Dispatch dispatch = new Dispatch();
    private final List<Long> asked = new CopyOnWriteArrayList<>();
    private Stage stage;
    private UserId ana;

    @BeforeEach
    void makeChannel() throws ReflectiveOperationException {
        stage = new Stage(Kind.PRIVATE);
        ana = stage.member("Ana", Role.OWNER);
        dispatch.deliveries = stage.deliveries;
        dispatch.meters = Outside.METERS;
        dispatch.threads = Outside.storeThreads();
        dispatch.open();
        dispatch.history = new History() {
            @Override
            public List<Message> at(ChannelId channel, Collection<Long> places) {
                return List.of();
            }
        };
        stage.addresses.add(Address.of(stage.channel, Way.Name.WEBHOOK, "https://x", "s", "l", ana)
                .confirmed());
    }

    @AfterEach
    void close() {
        dispatch.close();
        stage.close();
    }

    private Way answering(Function<Parcel, Answer> answer) {
        return new Way() {
            @Override
            public Name name() {
                return Name.WEBHOOK;
            }

            @Override
            public boolean isOn() {
                return true;
            }

            @Override
            public Answer send(List<Parcel> parcels) {
                asked.add(parcels.get(0).lastSeq());
                return answer.apply(parcels.get(0));
            }
        };
    }

    private void threeAreSaid() {
        stage.plan(stage.said(ana, "a"), stage.said(ana, "b"), stage.said(ana, "c"));
    }

    private List<String> states() {
        return stage.all("select state from notification_delivery order by id");
    }

    @Test
    void whatAnAddressDoesNotTakePutsOffWhatComesBehindSoThatItStaysInOrder() {
        threeAreSaid();
        var isDown = new boolean[] {true};
        var way = answering(p ->
                isDown[0] && p.lastSeq() == 2 ? new Answer.Later("500", Optional.empty()) : new Answer.Sent("200"));
        dispatch.round(way);
        assertThat(asked).containsExactly(1L, 2L);
        assertThat(states()).containsExactly("SENT", "WAITING", "WAITING");

        isDown[0] = false;
        stage.run("update notification_delivery set next_at = now()");
        dispatch.round(way);
        assertThat(asked).containsExactly(1L, 2L, 2L, 3L);
        assertThat(states()).containsOnly("SENT");
    }

    @Test
    void anAddressThatIsGoneIsAskedOnce() {
        threeAreSaid();
        dispatch.round(answering(p -> new Answer.Gone("410")));
        assertThat(asked).containsExactly(1L);
        assertThat(states()).containsExactly("FAILED", "SUPPRESSED", "SUPPRESSED");
    }

    @Test
    void whatIsRefusedHoldsNothingUp() {
        threeAreSaid();
        dispatch.round(answering(p -> new Answer.Refused("no")));
        assertThat(asked).containsExactly(1L, 2L, 3L);
        assertThat(states()).containsOnly("FAILED");
    }

    @Test
    void whatThereIsNoTimeForIsLeftToBeClaimedAgain() {
        threeAreSaid();
        dispatch.sending = Duration.ZERO;
        dispatch.round(answering(p -> new Answer.Sent("200")));
        assertThat(asked).isEmpty();

        dispatch.sending = Duration.ofSeconds(25);
        stage.run("update notification_delivery set next_at = now()");
        dispatch.round(answering(p -> new Answer.Sent("200")));
        assertThat(asked).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theOthersTimeIsHeeded() {
        threeAreSaid();
        dispatch.round(answering(p -> new Answer.Later("429", Optional.of(Duration.ofHours(1)))));
        assertThat(stage.<Boolean>all("select next_at > now() + interval '50 minutes' from notification_delivery"))
                .containsExactly(true, true, true);
    }
}
