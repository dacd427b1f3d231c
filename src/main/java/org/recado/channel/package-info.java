/**
 * Who is in a channel, and who may do what there.
 *
 * <p>PostgreSQL: {@code person} (who can be in channels), {@code channel} (kind, last seq), {@code membership} (role,
 * cursors, until when muted), {@code sanction} (mutes and bans, which outlive a membership); read only {@code mention} (who was named, written by {@code notification}). Imports {@code command} for the table of refusals; asked by the doors (read only) and by {@code posting},
 * which alone changes the rows of a channel that exists.
 */
package org.recado.channel;
