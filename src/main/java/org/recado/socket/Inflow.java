package org.recado.socket;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * What one client may send, counted in bytes before anything is done with them: a server may read a wire faster than its
 * frames are worked off, and keep what it has read.
 */
final class Inflow {

    /** What a frame costs beside its bytes, so that tiny ones are no way around. */
    private static final int FRAME = 256;

    private final Bucket bytes;

    /** @param burst how much at once, after a rest */
    Inflow(long perSecond, long burst) {
        bytes = Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    /** Counts a frame; false where it is one too many. */
    boolean takes(int size) {
        return bytes.tryConsume((long) size + FRAME);
    }
}
