package org.recado.stack;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** The private key by which push services know an installation. */
public final class VapidKey {
    /** Whom they ask about it. */
    public static final String SUBJECT = "mailto:push@recado.example";

    private static final int BYTES = 32;

    private VapidKey() {}

    static String keptIn(Path folder) {
        return KeptSecret.in(folder, "vapid-private-key", VapidKey::random);
    }

    /** A new one: the 32 bytes of its scalar in base64url. */
    public static String random() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return text(((ECPrivateKey) generator.generateKeyPair().getPrivate()).getS());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    private static String text(BigInteger scalar) {
        // a bit more than the order has, so that the length is fixed, and a byte for it that is not taken
        byte[] bytes = scalar.setBit(BYTES * Byte.SIZE).toByteArray();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(bytes, bytes.length - BYTES, bytes.length));
    }
}
