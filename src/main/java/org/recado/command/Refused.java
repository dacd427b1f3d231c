package org.recado.command;

import java.time.Duration;
import java.util.Optional;

/** The one expected exception: a command that was understood as far as possible and not carried out. */
public class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Optional<Duration> retryAfter;

    /**
     * @param detail for the caller's developer; says what was wrong, never quotes the text of a message
     */
    public Refused(Reason reason, String detail) {
        this(reason, detail, Optional.empty());
    }

    /** @param retryAfter how long to wait before trying again, where the server knows */
    public Refused(Reason reason, String detail, Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Too much in too short a time; may be tried again after {@code wait}. */
    public static Refused rateLimited(Duration wait) {
        return new Refused(Reason.RATE_LIMITED, "too much in too short a time", Optional.of(wait));
    }

    public Reason reason() {
        return reason;
    }

    public String detail() {
        return getMessage();
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
