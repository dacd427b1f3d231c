package org.recado.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** An API key as its bot holds it: {@code rk_<id>_<secret>}, with 256 random bits that are nowhere else. */
record KeyText(String id, String secret) {

    static final String PREFIX = "rk_";

    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
    private static final SecureRandom RANDOM = new SecureRandom();

    static KeyText random() {
        return new KeyText(
                HexFormat.of().formatHex(bytes(ID_BYTES)),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES)));
    }

    /** Empty where it has not the shape of a key. */
    static Optional<KeyText> parse(String text) {
        var matcher = SHAPE.matcher(text);
        return matcher.matches() ? Optional.of(new KeyText(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    /** SHA-256 of the secret: nobody guesses 256 random bits, so it need not be slow. */
    byte[] secretHash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    boolean isOf(ApiKey key) {
        return MessageDigest.isEqual(secretHash(), key.secretHash);
    }

    /** The whole key, to be shown once. */
    String text() {
        return PREFIX + id + "_" + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id;
    }

    private static byte[] bytes(int many) {
        var bytes = new byte[many];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
