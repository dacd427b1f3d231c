package org.recado.repair;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.ChannelId;

/**
 * A channel as its row says, and as its messages do.
 *
 * @param end its last seq by what is in it, as far as that is cheap to ask
 * @param saidLast the last message by the row
 * @param last the last message by the messages
 */
record ChannelRow(
        ChannelId id, long lastSeq, long end, Optional<UUID> saidLast, Optional<UUID> last, Optional<Instant> lastAt) {}
