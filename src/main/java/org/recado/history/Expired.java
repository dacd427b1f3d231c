package org.recado.history;

import java.time.Instant;
import java.util.Comparator;

/**
 * A message whose time is over.
 *
 * @param seq its place
 * @param changedSeq of its latest change, which this is not
 */
public record Expired(long seq, long changedSeq, Instant deletedAt) implements Comparable<Expired> {

    @Override
    public int compareTo(Expired other) {
        return Comparator.comparingLong(Expired::seq).compare(this, other);
    }
}
