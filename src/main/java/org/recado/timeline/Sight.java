package org.recado.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a node has seen, by its own clock. */
public sealed interface Sight {

    /** An edge published a command; not confirmed where the broker did not say so in time. */
    record Sent(long key, long place, Instant received, Optional<Instant> confirmed) implements Sight {}

    /**
     * A core took a batch and committed it.
     *
     * @param batch tells the batches of a node apart
     */
    record Took(long batch, Instant taken, Instant rules, Instant ledger, List<Mark> marks) implements Sight {}

    /** A batch has a further step behind it. */
    record Passed(long batch, Stage stage, Instant at) implements Sight {}

    /** A node told so many clients of a message. */
    record Told(UUID message, Instant at, int clients) implements Sight {}
}
