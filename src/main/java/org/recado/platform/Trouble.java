package org.recado.platform;

import java.util.Optional;

/** What keeps something from working: said once in the log, until it is something else. */
public final class Trouble {

    private final System.Logger log;
    private final String sentence;
    private volatile Optional<String> now = Optional.empty();

    /** @param sentence what does not work, with the place where the reason goes */
    public Trouble(System.Logger log, String sentence) {
        this.log = log;
        this.sentence = sentence;
    }

    /** The same, with what is the matter before the first try; it is not said. */
    public Trouble before(String first) {
        now = Optional.of(first);
        return this;
    }

    /** It did not work. */
    public synchronized void met(Throwable failure) {
        var met = Optional.of(Fault.of(failure));
        if (!met.equals(now)) {
            log.log(System.Logger.Level.WARNING, sentence, met.get());
            log.log(System.Logger.Level.DEBUG, "how that failed", failure);
        }
        now = met;
    }

    /** It is known in other words, which were said already. */
    public synchronized void is(String reason) {
        now = Optional.of(reason);
    }

    /** It works. */
    public synchronized void ended() {
        now = Optional.empty();
    }

    /** In words for an operator; empty while it works. */
    public Optional<String> now() {
        return now;
    }
}
