package org.recado.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * HS256 by the secret that all nodes share: signs claims and knows them again. Secrets of before are known as well, so that
 * a new one signs nobody out; which one it was a token says by the short hash of it, {@code kid}.
 */
final class Signature {

    private static final int MIN_SECRET_BYTES = 32;
    private static final int KEY_ID_DIGITS = 16;

    private final Map<String, MACVerifier> verifiers = new LinkedHashMap<>();
    private final MACSigner signer;
    private final JWSHeader header;

    /** @param previous secrets that verify only, comma separated */
    Signature(String secret, Optional<String> previous) {
        signer = signer("recado.auth.token-secret", secret);
        header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId(secret)).build();
        know("recado.auth.token-secret", secret);
        split(previous.orElse("")).forEach(p -> know("recado.auth.previous-token-secrets", p));
    }

    private static Stream<String> split(String secrets) {
        return Arrays.stream(secrets.split(",")).map(String::strip).filter(s -> !s.isEmpty());
    }

    private static MACSigner signer(String key, String secret) {
        try {
            return new MACSigner(bytes(key, secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(key + " cannot be used", e);
        }
    }

    private void know(String key, String secret) {
        try {
            verifiers.put(keyId(secret), new MACVerifier(bytes(key, secret)));
        } catch (JOSEException e) {
            throw new IllegalStateException(key + " cannot be used", e);
        }
    }

    private static byte[] bytes(String key, String secret) {
        var bytes = secret.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_SECRET_BYTES) {
            throw new IllegalStateException(key + " must have " + MIN_SECRET_BYTES + " bytes or more");
        }
        return bytes;
    }

    private static String keyId(String secret) {
        return RefreshToken.digest("recado key id " + secret).substring(0, KEY_ID_DIGITS);
    }

    String sign(JWTClaimsSet claims) {
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
        return jwt.serialize();
    }

    /** What was signed here or on another node; empty for everything else that anyone may have sent. */
    Optional<JWTClaimsSet> verified(String token) {
        try {
            var jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())) {
                return Optional.empty();
            }
            for (var verifier : verifiers(jwt.getHeader().getKeyID())) {
                if (jwt.verify(verifier)) {
                    return Optional.of(jwt.getJWTClaimsSet());
                }
            }
            return Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // releases before this one named no key
    private Collection<MACVerifier> verifiers(String keyId) {
        return keyId == null
                ? verifiers.values()
                : Optional.ofNullable(verifiers.get(keyId)).map(List::of).orElse(List.of());
    }
}
