package org.recado.posting;

import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.recado.id.ChannelId;

/**
 * What the ledger has decided of a batch and committed. From here there is only forward: each step that is left can be
 * taken again, and none depends on what the commands say.
 *
 * @param lastSeqs the last seq of each channel that was asked for and is there
 * @param stored when the broker took each command that was carried out now
 * @param noted the batch's name in the timeline
 * @param spans of its commands, those of them that are recorded; they end with the batch
 */
record Decided(Answers answers, Map<ChannelId, Long> lastSeqs, List<Instant> stored, long noted, List<Span> spans) {

    /** One that no timeline and no trace knows. */
    Decided(Answers answers, Map<ChannelId, Long> lastSeqs, List<Instant> stored) {
        this(answers, lastSeqs, stored, 0, List.of());
    }
}
