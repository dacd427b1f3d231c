package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.recado.id.UserId;
import org.recado.limit.Limit;
import org.recado.limit.LimitsOf;

class AdmissionTest {

    private static final String ADDRESS = "c6336407";

    private final Admission admission = new Admission();
    private int connected;
    private boolean stopping;
    private Limit tooMany = Limit.MESSAGES_PER_USER;

    @Test
    void fullNodeTakesNobodyUntilSomebodyGoes() {
        limits(2, 1000);
        connected = 1;
        assertThat(admission.refusal(ADDRESS)).isEmpty();
        connected = 2;
        assertThat(admission.refusal(ADDRESS)).contains(new Admission.Refusal("busy", 429, Duration.ofSeconds(5)));
        connected = 1;
        assertThat(admission.refusal(ADDRESS)).isEmpty();
    }

    @Test
    void herdIsLetInAtItsRateAndTheRestIsToldWhen() {
        limits(10_000, 2);
        assertThat(admission.refusal(ADDRESS)).isEmpty();
        assertThat(admission.refusal(ADDRESS)).isEmpty();
        assertThat(admission.refusal(ADDRESS))
                .hasValueSatisfying(refusal ->
                        assertThat(refusal.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(500)));
    }

    @Test
    void refusalOfAFullNodeUsesUpNoConnects() {
        limits(1, 1);
        connected = 1;
        for (var i = 0; i < 10; i++) {
            admission.refusal(ADDRESS);
        }
        connected = 0;
        assertThat(admission.refusal(ADDRESS)).isEmpty();
    }

    @Test
    void stoppingNodeTakesNobodyHoweverEmptyItIs() {
        limits(10, 10);
        stopping = true;
        assertThat(admission.refusal(ADDRESS)).contains(new Admission.Refusal("stopping", 503, Duration.ofSeconds(5)));
    }

    @Test
    void addressThatComesTooOftenTakesNothingAwayFromOthers() {
        limits(10, 1);
        tooMany = Limit.CONNECTS_PER_ADDRESS;
        for (var i = 0; i < 10; i++) {
            assertThat(admission.refusal(ADDRESS))
                    .contains(new Admission.Refusal("address", 429, Duration.ofMillis(70)));
        }
        tooMany = Limit.MESSAGES_PER_USER;
        assertThat(admission.refusal(ADDRESS)).isEmpty();
    }

    @Test
    void userWhoComesTooOftenIsToldWhen() {
        limits(10, 10);
        assertThat(admission.refusal(new UserId("ana"))).isEmpty();
        tooMany = Limit.CONNECTS_PER_USER;
        assertThat(admission.refusal(new UserId("ana")))
                .contains(new Admission.Refusal("user", 429, Duration.ofMillis(70)));
    }

    private void limits(int maxConnections, int connectsPerSecond) {
        admission.maxConnections = maxConnections;
        admission.connectsPerSecond = connectsPerSecond;
        admission.connections = new Connections() {
            @Override
            int count() {
                return connected;
            }
        };
        admission.drain = new Drain() {
            @Override
            boolean hasBegun() {
                return stopping;
            }
        };
        admission.limits =
                LimitsOf.played(limit -> limit == tooMany ? Optional.of(Duration.ofMillis(70)) : Optional.empty());
        admission.start();
    }
}
