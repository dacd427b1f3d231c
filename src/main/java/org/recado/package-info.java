/**
 * Recado's charter.
 *
 * <p><b>One road.</b> {@code Frame → Command → Message → Event → Frame}. A frame is what a client says on the wire, a
 * command what someone asks, a message what was accepted and stored, an event what happened. Each stage knows the noun
 * before it and the noun after it.
 *
 * <ol>
 *   <li>{@code socket}, {@code api}: the doors. A frame or a request becomes a command.
 *   <li>{@code command}: to {@code recado.commands}; confirmed by the broker is <em>accepted</em>.
 *   <li>{@code posting}: the core takes what the broker has ready as one batch,
 *   <li>asks the rules and the ledger (PostgreSQL, one transaction a batch; here a change gets its seq),
 *   <li>writes the archive (MongoDB),
 *   <li>{@code event}: publishes events and receipts, fills the cache (Redis) meanwhile, and only then acks.
 *   <li>{@code delivery}: every node with listeners hears the events;
 *   <li>{@code socket}: and tells its clients. Beside it {@code notification} sees to those who are not there.
 * </ol>
 *
 * <p><b>Arrows</b> (may import; all may import {@code id} and {@code platform}): socket → command, channel, history,
 * event, auth, audit, limit; api → command, channel, history, event, auth, audit, limit, privacy, notification; posting → command,
 * channel, history, event, deadletter, audit; privacy → command, channel, history, event, deadletter, auth, audit,
 * notification; notification → command, channel, history, event;
 * deadletter → command; channel → command, event; history → event; repair → history; delivery → command, event, history, socket; presence →
 * socket; ops → all. Into {@code timeline} command,
 * posting and delivery note what they see. The edge (socket, api, delivery, presence) and the core (posting) never import each other: the broker
 * is the only road between them.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li><b>S1</b> The un-acked command is the outbox: every step is idempotent by the command's key, the ack comes last.
 *   <li><b>S2</b> A channel's commands are carried out in order, and a seq is taken in the transaction that records the
 *       key.
 *   <li><b>S3</b> A refusal is answered and acked. A store that fails pauses the consumer, which tries again in place;
 *       nothing becomes a dead letter because a store is down. One bad command never fails its batch.
 *   <li><b>S4</b> Delivery is at least once; seq tells repeats and holes.
 *   <li><b>S5</b> Redis may be empty or gone at any time.
 *   <li><b>S6</b> No text of a message in a log or a metric.
 *   <li><b>S7</b> Never <em>stored</em> before it is durable, never <em>accepted</em> before the broker's confirm.
 * </ul>
 *
 * <p><b>Words.</b> <em>Channel</em> is the chat channel; AMQP's is met only in {@code platform}; Phoenix's is a
 * <em>topic</em>. A <em>node</em> is one server with this WAR; its roles are <em>edge</em> and <em>core</em>.
 */
package org.recado;
