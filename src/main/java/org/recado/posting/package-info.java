/**
 * Steps 3 to 6, the core: from command to fact. {@link org.recado.posting.Posting} tells the story of a batch.
 *
 * <p>PostgreSQL, one transaction a batch: {@code channel} (locked; its last seq is the counter), {@code membership}
 * (with the cursors, how far each member was told and has read),
 * {@code message} (metadata of each message), {@code posted} (each command that was carried out, by its key), and
 * {@code audit} for what is done to others and to a channel.
 *
 * <p>Imports {@code command}, {@code channel}, {@code history}, {@code event}, {@code deadletter}, {@code audit} and
 * {@code timeline}; the edge is met at the broker only.
 */
package org.recado.posting;
