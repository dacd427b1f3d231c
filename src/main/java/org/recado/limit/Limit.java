package org.recado.limit;

import java.time.Duration;
import java.util.function.ToLongFunction;

/** What is limited, and the keys that say how often: so many in a window of so many milliseconds. */
public enum Limit {
    MESSAGES_PER_CHANNEL("recado.commands.rate-limit", "recado.commands.rate-window-ms"),
    MESSAGES_PER_USER("recado.limit.messages-per-user", "recado.limit.messages-per-user-window-ms"),
    JOINS_PER_CONNECTION("recado.limit.joins-per-connection", "recado.limit.joins-per-connection-window-ms"),
    JOINS_PER_USER("recado.limit.joins-per-user", "recado.limit.joins-per-user-window-ms"),
    HISTORY_READS_PER_USER("recado.limit.history-reads-per-user", "recado.limit.history-reads-per-user-window-ms"),
    EXPORTS_PER_USER("recado.limit.exports-per-user", "recado.limit.exports-per-user-window-ms"),
    EMAILS_PER_USER("recado.limit.emails-per-user", "recado.limit.emails-per-user-window-ms"),
    CONNECTS_PER_ADDRESS("recado.limit.connects-per-address", "recado.limit.connects-per-address-window-ms"),
    CONNECTS_PER_USER("recado.limit.connects-per-user", "recado.limit.connects-per-user-window-ms"),
    SIGN_INS_PER_ADDRESS("recado.limit.sign-ins-per-address", "recado.limit.sign-ins-per-address-window-ms"),
    SIGN_INS_PER_USER("recado.limit.sign-ins-per-user", "recado.limit.sign-ins-per-user-window-ms"),
    REQUESTS_PER_ADDRESS("recado.limit.requests-per-address", "recado.limit.requests-per-address-window-ms"),
    REQUESTS_PER_USER("recado.limit.requests-per-user", "recado.limit.requests-per-user-window-ms");

    private final String many;
    private final String windowMs;

    Limit(String many, String windowMs) {
        this.many = many;
        this.windowMs = windowMs;
    }

    /** Who or what is counted, by one word or several; they hold no line break. */
    public Counted of(String... words) {
        return new Counted(this, String.join("\n", words));
    }

    /** A connection lives on one node, so that no other needs to know of it. */
    boolean isOfOneNode() {
        return this == JOINS_PER_CONNECTION;
    }

    // the contract has so many messages in a window, and not a trickle within it
    Size size(ToLongFunction<String> setting) {
        var most = setting.applyAsLong(many);
        var window = Duration.ofMillis(setting.applyAsLong(windowMs));
        if (most < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(many + " and " + windowMs + " must be positive");
        }
        return new Size(most, window, this == MESSAGES_PER_CHANNEL);
    }
}
