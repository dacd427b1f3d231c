/**
 * The outside world: AMQP, the clients of the stores, JSON, meters, health, and what makes one WAR fit several servers.
 *
 * <p>Imports nothing of ours; everyone may import it. AMQP's own word <em>channel</em> is met only here.
 *
 * <p>On the broker: exchanges {@code recado.commands} and {@code recado.events} (topic), queues
 * {@code recado.commands.<n>}, {@code recado.commands.dead} and one {@code recado.events.node.<node>} per node;
 * {@link org.recado.platform.Topology} declares them.
 */
package org.recado.platform;
