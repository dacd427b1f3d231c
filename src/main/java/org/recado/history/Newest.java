package org.recado.history;

import java.util.List;

/**
 * The newest messages of a channel, in the order of their places.
 *
 * @param more whether there are older ones
 * @param lastSeq the seq up to which this answer is complete; what comes after it comes as live events
 */
public record Newest(List<Message> messages, boolean more, long lastSeq) {}
