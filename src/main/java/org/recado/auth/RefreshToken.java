package org.recado.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** By what a session gets its next access token, once. Only its digest is kept. */
@Entity
@Table(name = "refresh_token")
class RefreshToken {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    @Id
    String digest;

    @Column(name = "session_id")
    UUID sessionId;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "spent_at")
    Instant spentAt;

    protected RefreshToken() {}

    RefreshToken(String token, UUID sessionId, Instant expiresAt) {
        this.digest = digest(token);
        this.sessionId = sessionId;
        this.expiresAt = expiresAt;
    }

    /** Whether it was spent so long ago that nobody honest uses it again. */
    boolean isStale(Instant now, Duration grace) {
        return spentAt != null && spentAt.plus(grace).isBefore(now);
    }

    void spend(Instant now) {
        if (spentAt == null) {
            spentAt = now;
        }
    }

    /** A new one: 256 random bits. */
    static String random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String digest(String token) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
