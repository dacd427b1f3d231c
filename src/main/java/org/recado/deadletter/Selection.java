package org.recado.deadletter;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.recado.command.Reason;

/**
 * Which of the waiting letters are meant: what is empty does not narrow it.
 *
 * @param until letters that came (again) after it are left out, so that whoever replays in a loop comes to an end
 */
public record Selection(Optional<Reason> reason, Optional<Set<UUID>> ids, Instant until) {}
