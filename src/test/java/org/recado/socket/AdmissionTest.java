package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission();
    private int connected;
    private boolean stopping;

    @Test
    void fullNodeTakesNobodyUntilSomebodyGoes() {
        limits(2, 1000);
        connected = 1;
        assertThat(admission.refusal()).isEmpty();
        connected = 2;
        assertThat(admission.refusal()).contains(new Admission.Refusal("busy", 429, Duration.ofSeconds(5)));
        connected = 1;
        assertThat(admission.refusal()).isEmpty();
    }

    @Test
    void herdIsLetInAtItsRateAndTheRestIsToldWhen() {
        limits(10_000, 2);
        assertThat(admission.refusal()).isEmpty();
        assertThat(admission.refusal()).isEmpty();
        assertThat(admission.refusal())
                .hasValueSatisfying(refusal ->
                        assertThat(refusal.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(500)));
    }

    @Test
    void refusalOfAFullNodeUsesUpNoConnects() {
        limits(1, 1);
        connected = 1;
        for (var i = 0; i < 10; i++) {
            admission.refusal();
        }
        connected = 0;
        assertThat(admission.refusal()).isEmpty();
    }

    @Test
    void stoppingNodeTakesNobodyHoweverEmptyItIs() {
        limits(10, 10);
        stopping = true;
        assertThat(admission.refusal()).contains(new Admission.Refusal("stopping", 503, Duration.ofSeconds(5)));
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
        admission.start();
    }
}
