package org.recado.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * How many in which window.
 *
 * @param atOnce whether the bucket fills up once a window, and not evenly within it
 */
record Size(long most, Duration window, boolean atOnce) {

    private static final int PORTIONS = 10;

    /** What a node takes at a time: a tenth, so that most of what is asked costs no round trip. */
    long portion() {
        return Math.max(1, most / PORTIONS);
    }

    /** The bucket that all nodes share. */
    BucketConfiguration shared() {
        return BucketConfiguration.builder().addLimit(bandwidth()).build();
    }

    /** A bucket of this node's own. */
    Bucket own() {
        return Bucket.builder().addLimit(bandwidth()).build();
    }

    private Bandwidth bandwidth() {
        var bandwidth = Bandwidth.builder().capacity(most);
        return atOnce
                ? bandwidth.refillIntervally(most, window).build()
                : bandwidth.refillGreedy(most, window).build();
    }
}
