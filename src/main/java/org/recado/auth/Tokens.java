package org.recado.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.id.UserId;

/** Our own tokens: JWTs signed with HS256 by a secret that all nodes share. */
@ApplicationScoped
public class Tokens {

    private static final String ISSUER = "recado";
    private static final String ROLES = "groups";
    private static final int MIN_SECRET_BYTES = 32;

    @Inject
    @ConfigProperty(name = "recado.auth.token-secret")
    String secret;

    @Inject
    @ConfigProperty(name = "recado.auth.token-ttl-seconds")
    long ttlSeconds;

    private MACSigner signer;
    private MACVerifier verifier;

    @PostConstruct
    void start() {
        var key = secret.getBytes(StandardCharsets.UTF_8);
        if (key.length < MIN_SECRET_BYTES) {
            throw new IllegalStateException(
                    "recado.auth.token-secret must have " + MIN_SECRET_BYTES + " bytes or more");
        }
        try {
            signer = new MACSigner(key);
            verifier = new MACVerifier(key);
        } catch (JOSEException e) {
            throw new IllegalStateException("recado.auth.token-secret cannot be used", e);
        }
    }

    /** A token and when it ends. */
    public record Issued(String token, Instant expiresAt) {}

    /** Why a token was not accepted. */
    public enum Fault {
        INVALID,
        EXPIRED
    }

    /** What a token says: a caller, or why not. */
    public record Verdict(Optional<Caller> caller, Optional<Fault> fault) {
        static Verdict fault(Fault fault) {
            return new Verdict(Optional.empty(), Optional.of(fault));
        }
    }

    public Issued issue(Caller caller) {
        var now = Instant.now();
        var expires = now.plus(Duration.ofSeconds(ttlSeconds));
        var claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject(caller.user().value())
                .claim(ROLES, List.copyOf(caller.roles()))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .build();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
        return new Issued(jwt.serialize(), expires);
    }

    /** Reads a token that anyone may have sent. */
    public Verdict verify(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier)) {
                return Verdict.fault(Fault.INVALID);
            }
            return accepted(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Verdict.fault(Fault.INVALID);
        }
    }

    private static Verdict accepted(JWTClaimsSet claims) throws ParseException {
        if (!ISSUER.equals(claims.getIssuer()) || claims.getExpirationTime() == null || claims.getSubject() == null) {
            return Verdict.fault(Fault.INVALID);
        }
        if (!claims.getExpirationTime().toInstant().isAfter(Instant.now())) {
            return Verdict.fault(Fault.EXPIRED);
        }
        var roles = Optional.ofNullable(claims.getStringListClaim(ROLES)).orElse(List.of());
        return new Verdict(
                Optional.of(new Caller(new UserId(claims.getSubject()), new HashSet<>(roles))), Optional.empty());
    }
}
