package org.recado.history;

import java.util.List;

/**
 * What changed since a cursor: each message once, as it is now, in the order of their places.
 *
 * @param recovered false where the server cannot say: the cursor is ahead of the channel, or a part of the log is gone
 * @param lastSeq the seq up to which the caller is complete after this answer
 * @param more whether more changed than fits into one answer; then {@code nextSeq} is the cursor of the next question
 */
public record Missed(List<Message> messages, boolean recovered, long lastSeq, boolean more, long nextSeq) {}
