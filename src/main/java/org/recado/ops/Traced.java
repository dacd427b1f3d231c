package org.recado.ops;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * What PostgreSQL knows of a message whose way is looked at.
 *
 * @param sent by the sender's clock
 * @param readers how many others have read that far
 */
record Traced(
        UUID id,
        ChannelId channel,
        long seq,
        UserId sender,
        Optional<String> clientId,
        Instant sent,
        Instant stored,
        long readers) {

    /** When it was on its way first, as far as its sender's clock can be believed. */
    Instant begun() {
        return sent.isBefore(stored) ? sent : stored;
    }

    /** One step of a way. */
    record Step(
            String name,
            boolean isDone,
            Optional<Instant> at,
            Optional<String> node,
            Optional<String> proof,
            OptionalLong count,
            Optional<String> detail) {

        static Step seen(String name, Instant at, String node) {
            return new Step(
                    name,
                    true,
                    Optional.of(at),
                    Optional.of(node),
                    Optional.of("node"),
                    OptionalLong.empty(),
                    Optional.empty());
        }

        static Step proven(String name, Optional<Instant> at, String store) {
            return new Step(
                    name, true, at, Optional.empty(), Optional.of(store), OptionalLong.empty(), Optional.empty());
        }

        static Step missing(String name, Optional<String> node) {
            return new Step(
                    name, false, Optional.empty(), node, Optional.empty(), OptionalLong.empty(), Optional.empty());
        }

        Step of(long many) {
            return new Step(name, isDone, at, node, proof, OptionalLong.of(many), detail);
        }
    }
}
