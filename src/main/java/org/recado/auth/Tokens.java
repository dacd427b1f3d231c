package org.recado.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.id.UserId;

/** Our own tokens: JWTs signed with HS256 by a secret that all nodes share. */
@ApplicationScoped
public class Tokens {

    private static final String ISSUER = "recado";
    private static final String ROLES = "groups";
    private static final String SESSION = "sid";

    @Inject
    @ConfigProperty(name = "recado.auth.token-secret")
    String secret;

    @Inject
    @ConfigProperty(name = "recado.auth.previous-token-secrets")
    Optional<String> previousSecrets = Optional.empty();

    @Inject
    @ConfigProperty(name = "recado.auth.token-ttl-seconds")
    long ttlSeconds;

    @Inject
    Revocations revocations;

    private Signature signature;

    @PostConstruct
    void start() {
        signature = new Signature(secret, previousSecrets);
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
                .expirationTime(Date.from(expires));
        caller.session().ifPresent(s -> claims.claim(SESSION, s.toString()));
        return new Issued(signature.sign(claims.build()), expires);
    }

    /** Reads a token that anyone may have sent; one of a session that has ended is invalid. */
    public Verdict verify(String token) {
        var verdict = signature.verified(token).map(Tokens::accepted).orElseGet(() -> Verdict.fault(Fault.INVALID));
        var ended = verdict.caller().flatMap(Caller::session).filter(s -> revocations.isRevoked(s));
        return ended.isPresent() ? Verdict.fault(Fault.INVALID) : verdict;
    }

    private static Verdict accepted(JWTClaimsSet claims) {
        if (!ISSUER.equals(claims.getIssuer()) || claims.getExpirationTime() == null || claims.getSubject() == null) {
            return Verdict.fault(Fault.INVALID);
        }
        var now = Instant.now();
        if (!claims.getExpirationTime().toInstant().isAfter(now)) {
            return Verdict.fault(Fault.EXPIRED);
        }
        // ours have no such time, so that a node's slow clock refuses nobody
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now)) {
            return Verdict.fault(Fault.INVALID);
        }
        try {
            return new Verdict(Optional.of(caller(claims)), Optional.empty());
        } catch (ParseException | IllegalArgumentException e) {
            return Verdict.fault(Fault.INVALID);
        }
    }

    private static Caller caller(JWTClaimsSet claims) throws ParseException {
        var roles = Optional.ofNullable(claims.getStringListClaim(ROLES)).orElse(List.of());
        var session = Optional.ofNullable(claims.getStringClaim(SESSION)).map(UUID::fromString);
        return new Caller(new UserId(claims.getSubject()), new HashSet<>(roles), session);
    }
}
