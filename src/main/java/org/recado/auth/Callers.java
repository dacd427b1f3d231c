package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.recado.platform.Meters;

/** The one way from what a caller brings along to who that is: our own token, an API key, or another issuer's token. */
@ApplicationScoped
public class Callers {

    private static final System.Logger LOG = System.getLogger(Callers.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    @Inject
    Tokens tokens;

    @Inject
    KeyCheck keys;

    @Inject
    OutsideIssuer outside;

    @Inject
    Meters meters;

    /** Why a caller was not recognised. */
    public enum Fault {
        /** Not ours, not the issuer's, revoked, or of no use here. */
        INVALID,
        /** It was good once. */
        EXPIRED,
        /** Nobody can say just now; the same again may do later. */
        UNAVAILABLE
    }

    /**
     * A caller, or why not.
     *
     * @param retryAfter where the fault is {@link Fault#UNAVAILABLE}
     */
    public record Verdict(Optional<Caller> caller, Optional<Fault> fault, Optional<Duration> retryAfter) {
        public static Verdict yes(Caller caller) {
            return new Verdict(Optional.of(caller), Optional.empty(), Optional.empty());
        }

        public static Verdict no(Fault fault) {
            return new Verdict(Optional.empty(), Optional.of(fault), Optional.empty());
        }

        public static Verdict later(Duration retryAfter) {
            return new Verdict(Optional.empty(), Optional.of(Fault.UNAVAILABLE), Optional.of(retryAfter));
        }
    }

    /** Reads what anyone may have sent. */
    public Verdict verify(String bearer) {
        try {
            if (bearer.startsWith(KeyText.PREFIX)) {
                return keys.verify(bearer);
            }
            return outside.tokenOfIts(bearer).map(outside::verify).orElseGet(() -> ofOurs(tokens.verify(bearer)));
        } catch (RuntimeException e) {
            // a store is away, and each server wraps that in what it likes; who is calling cannot be said meanwhile
            meters.count("recado.auth.failures");
            LOG.log(System.Logger.Level.WARNING, "a caller could not be looked up: {0}", e.toString());
            LOG.log(System.Logger.Level.DEBUG, "how the look-up failed", e);
            return Verdict.later(RETRY_AFTER);
        }
    }

    private static Verdict ofOurs(Tokens.Verdict ours) {
        return ours.caller()
                .map(Verdict::yes)
                .orElseGet(() -> Verdict.no(
                        ours.fault().filter(Tokens.Fault.EXPIRED::equals).isPresent() ? Fault.EXPIRED : Fault.INVALID));
    }
}
