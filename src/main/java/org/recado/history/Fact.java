package org.recado.history;

import java.time.Instant;
import java.util.Optional;

/**
 * What the ledger knows of one seq of a channel.
 *
 * @param at when it was carried out
 * @param message which message it is about, as it is now and without its text
 */
public record Fact(long seq, Instant at, Optional<Message> message) {}
