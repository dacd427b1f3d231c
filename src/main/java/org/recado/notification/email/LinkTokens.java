package org.recado.notification.email;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.command.Reason;
import org.recado.command.Refused;

/**
 * Signs what a link in a mail is for, by a key of its own made of the secret that all nodes share. Links of earlier secrets
 * are known as long as those are.
 */
@ApplicationScoped
public class LinkTokens {

    private static final String HMAC = "HmacSHA256";
    private static final String KEY = "recado links in mails";
    private static final int SIGNED_BYTES = 1 + 2 * Long.BYTES + Long.BYTES;
    private static final int MAC_BYTES = 32;

    /** What a link is for; one of the one sort is never one of the other. */
    public enum Purpose {
        CONFIRM('c'),
        UNSUBSCRIBE('u');

        private final byte letter;

        Purpose(char letter) {
            this.letter = (byte) letter;
        }
    }

    @Inject
    @ConfigProperty(name = "recado.auth.token-secret")
    String secret;

    @Inject
    @ConfigProperty(name = "recado.auth.previous-token-secrets")
    Optional<String> previousSecrets = Optional.empty();

    private List<byte[]> keys;

    @PostConstruct
    void start() {
        keys = Stream.concat(
                        Stream.of(secret),
                        Arrays.stream(previousSecrets.orElse("").split(","))
                                .map(String::strip)
                                .filter(s -> !s.isEmpty()))
                .map(s -> mac(s.getBytes(StandardCharsets.UTF_8), KEY.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** @param until empty is for good */
    String sign(Purpose purpose, UUID address, Optional<Instant> until) {
        var signed = ByteBuffer.allocate(SIGNED_BYTES)
                .put(purpose.letter)
                .putLong(address.getMostSignificantBits())
                .putLong(address.getLeastSignificantBits())
                .putLong(until.map(Instant::getEpochSecond).orElse(0L))
                .array();
        var token = ByteBuffer.allocate(SIGNED_BYTES + MAC_BYTES).put(signed).put(mac(keys.get(0), signed));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /**
     * The address that the link is about.
     *
     * @throws Refused {@code not_found} where it is none of ours for this, {@code expired} where its time is over
     */
    public UUID address(Purpose purpose, String token) {
        var bytes = bytes(token);
        var signed = Arrays.copyOf(bytes, SIGNED_BYTES);
        if (bytes.length != SIGNED_BYTES + MAC_BYTES || !isOurs(signed, bytes) || signed[0] != purpose.letter) {
            throw new Refused(Reason.NOT_FOUND, "no link of ours");
        }
        var said = ByteBuffer.wrap(signed).position(1);
        var address = new UUID(said.getLong(), said.getLong());
        var until = said.getLong();
        if (until != 0 && Instant.ofEpochSecond(until).isBefore(Instant.now())) {
            throw new Refused(Reason.EXPIRED, "the link's time is over");
        }
        return address;
    }

    private static byte[] bytes(String token) {
        try {
            return Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private boolean isOurs(byte[] signed, byte[] token) {
        var mac = Arrays.copyOfRange(token, SIGNED_BYTES, SIGNED_BYTES + MAC_BYTES);
        return keys.stream().anyMatch(key -> MessageDigest.isEqual(mac(key, signed), mac));
    }

    private static byte[] mac(byte[] key, byte[] text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + HMAC, e);
        }
    }
}
