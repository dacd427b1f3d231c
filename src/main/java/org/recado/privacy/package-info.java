/**
 * A person's own data: taken along as a ZIP of JSON, or taken away.
 *
 * <p>An erasure is commands like any other, so it is carried out in each channel's order, takes seqs, and is told: first
 * {@code member.erase} where the person is a member, then {@code message.erase} for each message. That way what they said
 * while it began is in front of it. One node works at it, by the row of {@code erasure} that says how far it has come.
 *
 * <p>PostgreSQL: {@code erasure}; reads {@code message}, which the core writes. Imports {@code command}, {@code channel},
 * {@code history}, {@code deadletter}, {@code auth} and {@code audit}.
 */
package org.recado.privacy;
