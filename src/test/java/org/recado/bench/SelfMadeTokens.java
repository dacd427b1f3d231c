package org.recado.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Tokens signed by the secret that the server was started with: signing thousands in by password would take longer than the bench. */
final class SelfMadeTokens {

    private static final Duration VALID = Duration.ofHours(12);

    private final String secret = UUID.randomUUID() + "-" + UUID.randomUUID();

    /** What the server has to be started with. */
    String secret() {
        return secret;
    }

    String of(String user) {
        var now = Instant.now();
        var claims = new JWTClaimsSet.Builder()
                .issuer("recado")
                .subject(user)
                .claim("groups", List.of())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(VALID)))
                .build();
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
