/**
 * Step 5, and what was said: the log of every channel, kept in MongoDB and, for its newest part, in Redis.
 *
 * <p>MongoDB, collection {@code events}: one document a seq of a channel, found by {@code _id} and by nothing else.
 *
 * <pre>
 * _id "&lt;channel&gt;/&lt;seq, 19 digits&gt;"
 * ├ message.created  id client_id? sender_id timestamp stored_at
 * │                  now: {changed_seq, message edited_at? | deleted_at}   the one part of the log that changes
 * ├ message.edited   id message_seq edited_at                             no text: that is in "now"
 * ├ message.deleted  id message_seq deleted_at
 * ├ member.joined, member.left   user_id role? by at
 * └ empty                        a repair found nothing of it; it is no event, and the seq stays taken
 * </pre>
 *
 * <p>Collection {@code quarantine}: documents that a repair took out of {@code events}, with {@code at}.
 *
 * <p>Redis: {@code recado:recent:<channel>}, a hash of seq → the event's JSON, the newest
 * {@code recado.history.cached-events} of them.
 *
 * <p>Imports {@code event}: what is stored is what is told. {@code posting} writes, the doors read through
 * {@link org.recado.history.History}. Who may read is decided elsewhere, in {@code channel}.
 */
package org.recado.history;
