package org.recado.socket;

import java.time.Instant;

/**
 * How a client came in.
 *
 * @param address where from; it is personal, and for operators alone
 */
record Entrance(Transport transport, String address, Instant at) {

    static Entrance now(Transport transport, String address) {
        return new Entrance(transport, address, Instant.now());
    }
}
