package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final Admission admission = new Admission();
    private int connected;

    @Test
    void fullNodeTakesNobodyUntilSomebodyGoes() {
        limits(2, 1000);
        connected = 1;
        assertThat(admission.busy()).isEmpty();
        connected = 2;
        assertThat(admission.busy()).contains(Duration.ofSeconds(5));
        connected = 1;
        assertThat(admission.busy()).isEmpty();
    }

    @Test
    void herdIsLetInAtItsRateAndTheRestIsToldWhen() {
        limits(10_000, 2);
        assertThat(admission.busy()).isEmpty();
        assertThat(admission.busy()).isEmpty();
        assertThat(admission.busy())
                .hasValueSatisfying(
                        after -> assertThat(after).isPositive().isLessThanOrEqualTo(Duration.ofMillis(500)));
    }

    @Test
    void refusalOfAFullNodeUsesUpNoConnects() {
        limits(1, 1);
        connected = 1;
        for (var i = 0; i < 10; i++) {
            admission.busy();
        }
        connected = 0;
        assertThat(admission.busy()).isEmpty();
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
        admission.start();
    }
}
