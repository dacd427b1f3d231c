package org.recado.limit;

import java.time.Duration;

/**
 * What a shared bucket gave.
 *
 * @param tokens none where it is empty
 * @param retryAfter how long until it has one, where it is empty
 */
record Grant(long tokens, Duration retryAfter) {

    static Grant of(long tokens) {
        return new Grant(tokens, Duration.ZERO);
    }

    static Grant none(Duration retryAfter) {
        return new Grant(0, retryAfter);
    }
}
