/**
 * Who is in a channel right now, by Phoenix's shapes: {@code presence_state} to each join, {@code presence_diff} to all.
 *
 * <p>It stands beside the road and never on it: it hears of joins from {@code socket}, which knows it as
 * {@link org.recado.socket.Attendance} only, and tells by frames that are dropped first where a client reads slowly. One
 * thread does all of it; nobody waits for it, nor for Redis.
 *
 * <p>In Redis, each node's to write and all nodes' to read; losing it costs nothing that is not written again at once:
 *
 * <ul>
 *   <li>{@code recado:presence:nodes}, a set: the nodes that may be there.
 *   <li>{@code recado:presence:sheet:<node>}, a hash: topic → who of this node is in it, and the field {@code .} once
 *       that is complete. It expires unless the node renews it, which is the node's lease: what a dead node said goes
 *       by itself.
 *   <li>{@code recado:presence:changes}, a stream: which topics a node has just written.
 * </ul>
 *
 * <p>In a Redis Cluster they begin with <code>{recado:presence}</code>, so that one node has them all.
 *
 * <p>Imports {@code socket} to tell; leaves to it what a connection and a join are.
 */
package org.recado.presence;
