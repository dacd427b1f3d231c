package org.recado.auth;

import java.time.Instant;
import java.util.UUID;

/**
 * A session that has ended.
 *
 * @param tokensUntil when none of its access tokens is good any more
 */
record Ended(UUID session, Instant tokensUntil) {}
