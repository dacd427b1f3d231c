package org.recado.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Signed names of sessions. Such a token is no caller's token, and a caller's token names no session. */
@ApplicationScoped
public class SessionTokens {

    private static final String ISSUER = "recado/session";

    @Inject
    @ConfigProperty(name = "recado.auth.token-secret")
    String secret;

    @Inject
    @ConfigProperty(name = "recado.auth.previous-token-secrets")
    Optional<String> previousSecrets = Optional.empty();

    private Signature signature;

    @PostConstruct
    void start() {
        signature = new Signature(secret, previousSecrets);
    }

    /** A token that names the session for so long. */
    public String issue(String session, Duration valid) {
        return signature.sign(new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .jwtID(session)
                .expirationTime(Date.from(Instant.now().plus(valid)))
                .build());
    }

    /** The session that a token of ours names, be it gone or not; empty where the token's time is over. */
    public Optional<String> session(String token) {
        return named(token)
                .filter(c -> c.getExpirationTime().toInstant().isAfter(Instant.now()))
                .map(JWTClaimsSet::getJWTID);
    }

    /** Whether we issued the token for a session, be its time over or not. */
    public boolean isOurs(String token) {
        return named(token).isPresent();
    }

    private Optional<JWTClaimsSet> named(String token) {
        return signature.verified(token).filter(c -> ISSUER.equals(c.getIssuer()));
    }
}
