/**
 * Step 7: from events to this node's clients, and from receipts to who sent the commands.
 *
 * <p>Every edge node has one queue of its own, bound by shard for the topics someone here has joined, and for the channels
 * of the users here. Events of a channel are told in seq order: a repeat is dropped, a hole is filled from {@code history}
 * first, and where it cannot be filled the clients are asked to join again. What takes no seq, receipts and typing, is told
 * as it comes or once a second, and may be lost.
 *
 * <p>Imports {@code event} and {@code history} for what happened, {@code command} for the receipts, {@code socket} for
 * the connections; {@code socket} does not import this package.
 */
package org.recado.delivery;
