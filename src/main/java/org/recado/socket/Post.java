package org.recado.socket;

import java.time.Duration;
import java.util.Optional;

/**
 * A request with frames. Its answer is decided once, and given when the body has ended: a server that is to end a
 * response before would wait for the rest of the body, with a thread. Times are of {@link System#nanoTime}.
 */
final class Post {

    private final LateAnswer late;
    private final long since;
    private Optional<PollAnswer> answer = Optional.empty();
    private boolean read;

    Post(LateAnswer late, long since) {
        this.late = late;
        this.since = since;
    }

    /** The first answer counts. */
    void answer(int status) {
        synchronized (this) {
            answer = answer.or(() -> Optional.of(PollAnswer.of(status)));
        }
        give();
    }

    /** The body has ended, or broken off. */
    void read() {
        synchronized (this) {
            read = true;
        }
        give();
    }

    private void give() {
        due().ifPresent(a -> late.give(a, () -> {}));
    }

    private synchronized Optional<PollAnswer> due() {
        return read ? answer : Optional.empty();
    }

    synchronized boolean isAnswered() {
        return answer.isPresent();
    }

    Duration age(long now) {
        return Duration.ofNanos(now - since);
    }
}
