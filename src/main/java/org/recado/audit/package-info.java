/**
 * The record of what matters to whoever answers for a system: sign-ins, refusals, what moderators and operators did.
 * Written by the doors and by the core, read by operators. Imports {@code id} and {@code platform} only.
 *
 * <p>PostgreSQL: {@code audit}, one row an {@link org.recado.audit.Entry}, made append-only by a trigger of the database
 * ({@code V8__audit.sql}). What is done to a channel is written by {@code posting} in the transaction that does it; a
 * refusal goes through {@link org.recado.audit.Refusals}, which bounds how many rows anyone can cause.
 */
package org.recado.audit;
