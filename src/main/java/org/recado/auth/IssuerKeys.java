package org.recado.auth;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.Key;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * The issuer's keys as they are known here: five minutes old at most, an hour while they cannot be had. Whatever comes,
 * they are fetched at most twice in a pause.
 */
final class IssuerKeys implements JWSKeySelector<SecurityContext> {

    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration AHEAD = Duration.ofMinutes(1);
    private static final Duration KEPT_IN_AN_OUTAGE = Duration.ofHours(1);
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);
    private static final JWKSelector ANY = new JWKSelector(new JWKMatcher.Builder().build());

    private final JWKSource<SecurityContext> source;
    private final JWSKeySelector<SecurityContext> selector;
    private final Duration pause;
    private volatile long oldOnesGivenAt;

    /**
     * @param executor fetches the keys again before they are too old
     * @param pause they are fetched at most twice in it
     */
    IssuerKeys(JWKSetSource<SecurityContext> remote, ExecutorService executor, Duration pause) {
        this.pause = pause;
        oldOnesGivenAt = System.nanoTime() - pause.toNanos();
        source = JWKSourceBuilder.create(remote)
                .cache(KEPT.toMillis(), RemoteKeys.PATIENCE.toMillis())
                .refreshAheadCache(AHEAD.toMillis(), event -> {}, executor, false, null, false)
                .rateLimited(pause.toMillis())
                .outageTolerant(KEPT_IN_AN_OUTAGE.toMillis(), event -> oldOnesGivenAt = System.nanoTime())
                .build();
        selector = new JWSVerificationKeySelector<>(ALGORITHMS, source);
    }

    /** Asks for the keys, so that they are here when the first token comes. */
    void fetch() throws KeySourceException {
        source.get(ANY, null);
    }

    @Override
    public List<? extends Key> selectJWSKeys(JWSHeader header, SecurityContext context) throws KeySourceException {
        var keys = selector.selectJWSKeys(header, context);
        if (keys.isEmpty() && ALGORITHMS.contains(header.getAlgorithm()) && areOld()) {
            throw new JWKSetUnavailableException("the key may be one that cannot be had just now");
        }
        return keys;
    }

    private boolean areOld() {
        return System.nanoTime() - oldOnesGivenAt < pause.toNanos();
    }
}
