package org.recado.posting;

import java.util.Optional;
import java.util.UUID;

/** The seq a change took, and the message it is about. */
record Change(long seq, Optional<UUID> message) {}
