package org.recado.stack;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that signs tokens. */
final class TokenSecret {
    private static final int BYTES = 48;

    private TokenSecret() {}

    static String keptIn(Path folder) {
        return KeptSecret.in(folder, "token-secret", TokenSecret::random);
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
