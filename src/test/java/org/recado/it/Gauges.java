package org.recado.it;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.util.regex.Pattern;

/** What the running server measures, as its {@code /metrics} says. */
final class Gauges {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Gauges() {}

    /** How many clients are connected. */
    static int connections() {
        return (int) value("recado_socket_connections");
    }

    static double value(String name) {
        var line = Pattern.compile("(?m)^" + name + "(\\{[^}]*})? (\\S+)$")
                .matcher(Api.anonymous().get("/metrics").body());
        if (!line.find()) {
            throw new AssertionError("/metrics does not say " + name);
        }
        return Double.parseDouble(line.group(2));
    }

    /** Waits until so many clients are connected; returns how many are. */
    static int awaitConnections(int expected) {
        var patience = RetryPolicy.<Integer>builder()
                .handleResultIf(n -> n != expected)
                .withDelay(Duration.ofMillis(100))
                .withMaxRetries(-1)
                .withMaxDuration(PATIENCE)
                .build();
        return Failsafe.with(patience).get(Gauges::connections);
    }
}
