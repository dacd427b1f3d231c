package org.recado.history;

import java.util.List;

/**
 * Messages in the order of their places.
 *
 * @param more whether there are messages beyond, or may be: a page may be short, even empty, where a channel has
 *     thousands of changes and few messages
 * @param nextSeq the cursor to go on from in the same direction, where there is more
 */
public record Page(List<Message> messages, boolean more, long nextSeq) {}
