/**
 * Members who were not there, beside step 7. Nobody is told twice, and of each it is known why they were told or not.
 *
 * <p>{@code EventQueue} hands what was said to {@code Planner}, from a durable queue of its own and at least once; it
 * plans at most one notification a member and channel. After a short delay {@code Settling} decides it: suppressed, with
 * the reason, or sent: to the member's open clients as an event, and to their addresses as deliveries, which {@code
 * Dispatch} carries out, each {@code Way} for itself.
 *
 * <p>PostgreSQL: {@code notification_profile} and {@code notification_preference} (what people want), {@code mention}
 * (who was named), {@code notification} (the outbox), {@code notification_address} and {@code notification_delivery}
 * (the ways out). Imports {@code event} (what happened, and to tell of a notification), {@code channel} (who is in it),
 * {@code history} (the text, which is never kept here), {@code command} for the table of refusals. Asked by the doors for
 * what people want and were told; changes no channel.
 */
package org.recado.notification;
