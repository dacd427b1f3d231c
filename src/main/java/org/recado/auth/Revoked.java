package org.recado.auth;

import java.util.Set;
import java.util.UUID;

/** Fired on each node for sessions that have ended: whoever holds connections of theirs closes them. */
public record Revoked(Set<UUID> sessions) {}
