/**
 * Beside the road: brings MongoDB and PostgreSQL to agreement after they were restored from backups of different moments,
 * while nothing is posted. {@link org.recado.repair.Repair} goes through all of it, a bounded part at a time.
 *
 * <p>The ledger in PostgreSQL is the truth, with two exceptions: a seq that the log has is never given again, and what was
 * deleted in either store is deleted in both. It reads {@code channel}, {@code message} and {@code posted}; of a channel it
 * changes the last seq and the last message, of a message only {@code deleted_at}.
 *
 * <p>Imports {@code history}, which compares and mends the log. Who may ask for it is up to {@code ops}.
 */
package org.recado.repair;
