package org.recado.notification.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.recado.platform.Json;
import org.recado.stack.VapidKey;

/** Our side of RFC 8292 without a container, and a push service's side of it. */
public final class Vapids {

    static final String SUBJECT = VapidKey.SUBJECT;

    private static final Pattern HEADER = Pattern.compile("vapid t=([\\w-]+)\\.([\\w-]+)\\.([\\w-]+), ?k=([\\w-]+)");

    private Vapids() {}

    static Vapid of(String privateKey, String subject) {
        var vapid = new Vapid();
        vapid.privateKey = Optional.of(privateKey);
        vapid.subject = Optional.of(subject);
        vapid.start();
        return vapid;
    }

    /** Fails where a push service would not take it. */
    public static void check(String header, String origin, String publicKey) throws GeneralSecurityException {
        var token = HEADER.matcher(header);
        assertThat(token.matches()).isTrue();
        assertThat(token.group(4)).isEqualTo(publicKey);
        assertThat(Json.object(bytes(token.group(1))).getString("alg")).isEqualTo("ES256");
        var claims = Json.object(bytes(token.group(2)));
        assertThat(claims.getString("aud")).isEqualTo(origin);
        assertThat(claims.getString("sub")).isEqualTo(SUBJECT);
        var end = Instant.ofEpochSecond(claims.getJsonNumber("exp").longValueExact());
        assertThat(Duration.between(Instant.now(), end)).isBetween(Duration.ofHours(1), Duration.ofHours(24));
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(Decryption.point(bytes(publicKey)));
        signature.update((token.group(1) + "." + token.group(2)).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(bytes(token.group(3)))).isTrue();
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }
}
