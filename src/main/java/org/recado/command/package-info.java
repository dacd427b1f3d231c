/**
 * Step 2: what may be asked. The commands and their JSON, the table of refusals, the receipts, and the way to
 * {@code recado.commands} with confirms.
 *
 * <p>Imports {@code id} and {@code platform} only: both doors (socket, REST) and the core meet here and nowhere else.
 * Who may ask what and how often is not decided here but in {@code posting}.
 */
package org.recado.command;
