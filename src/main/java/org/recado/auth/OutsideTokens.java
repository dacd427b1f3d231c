package org.recado.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recado.id.PersonName;
import org.recado.id.UserId;

/** Checks the issuer's tokens, and reads who they are of. What a claim says is refused where it does not fit, never bent. */
final class OutsideTokens {

    // an access token of RFC 9068, or what says no more than that it is a JWT; not one for a logout, say
    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> TYPES = new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), null);

    // a token that counts only with a proof of its holder, which nobody looks at here
    private static final Set<String> PROHIBITED = Set.of("cnf");

    private final IssuerSettings.Issuer issuer;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    OutsideTokens(IssuerSettings.Issuer issuer, JWSKeySelector<SecurityContext> keys) {
        this.issuer = issuer;
        var claims = new DefaultJWTClaimsVerifier<SecurityContext>(
                // Payara's own Nimbus, which comes before ours there, asks such a set whether null is in it
                new HashSet<>(issuer.audiences()),
                new JWTClaimsSet.Builder().issuer(issuer.name()).build(),
                Set.of("exp"),
                PROHIBITED);
        claims.setMaxClockSkew(issuer.skewSeconds());
        processor.setJWSTypeVerifier(TYPES);
        processor.setJWSKeySelector(keys);
        processor.setJWTClaimsSetVerifier(claims);
    }

    /** Someone whom the issuer knows. */
    record User(UserId id, PersonName name, boolean isOperator) {
        Caller caller() {
            return new Caller(id, isOperator ? Set.of(Caller.OPERATOR) : Set.of());
        }
    }

    /** Who the token is of; empty where it is good, but names nobody who can be someone here. */
    Optional<User> user(SignedJWT token) throws BadJOSEException, JOSEException {
        var claims = processor.process(token, null);
        return id(claims).map(id -> new User(id, name(claims, id), isOperator(claims)));
    }

    private Optional<UserId> id(JWTClaimsSet claims) {
        return issuer.userClaims().stream()
                .map(claims::getClaim)
                .filter(c -> c != null)
                .findFirst()
                .flatMap(OutsideTokens::id);
    }

    private static Optional<UserId> id(Object claim) {
        try {
            return claim instanceof String text ? Optional.of(new UserId(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static PersonName name(JWTClaimsSet claims, UserId id) {
        return Optional.ofNullable(claims.getClaim("name"))
                .filter(String.class::isInstance)
                .flatMap(name -> PersonName.nearest((String) name))
                .orElseGet(() -> new PersonName(id.value()));
    }

    private boolean isOperator(JWTClaimsSet claims) {
        return issuer.operatorRole()
                .filter(role -> roles(claims.getClaims(), issuer.rolesClaim())
                        .filter(roles -> roles.equals(role) || (roles instanceof Collection<?> c && c.contains(role)))
                        .isPresent())
                .isPresent();
    }

    // the claim of that name first: a name may have dots, as that of a URL has
    private static Optional<Object> roles(Map<?, ?> claims, String path) {
        var named = claims.get(path);
        var dot = path.indexOf('.');
        if (named != null || dot < 0) {
            return Optional.ofNullable(named);
        }
        return claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
                ? roles(inner, path.substring(dot + 1))
                : Optional.empty();
    }
}
