/**
 * Step 1, the second door: REST under {@code /api} (the contract, section 4).
 *
 * <p>Requests become commands on the same road as the socket's frames; the only direct calls are to {@code channel} and
 * {@code history}, and they read (a channel that is being born has no road yet: it is made by {@code Channels}). Bodies
 * are read and written as JSON-P by hand, since the servers differ in what they bind objects with.
 */
package org.recado.api;
