/**
 * Beside the road: letters that are no command, or that the core gave up, kept until an operator replays or discards
 * them.
 *
 * <p>PostgreSQL's {@code dead_letter} is the truth: {@link org.recado.deadletter.DeadLetters} keeps one row for each
 * letter, whatever became of it. {@code recado.commands.dead} holds copies for those who watch by AMQP;
 * {@link org.recado.deadletter.DeadQueue} takes them out when their letter is settled.
 * {@link org.recado.deadletter.Replay} puts a letter on the road again, where the core's keys make the same command
 * again harmless.
 *
 * <p>Imports {@code command}, to read what a letter says of its origin. Who may look and settle is up to {@code ops}.
 */
package org.recado.deadletter;
