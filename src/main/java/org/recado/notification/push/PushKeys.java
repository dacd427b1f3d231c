package org.recado.notification.push;

import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import com.zerodeplibs.webpush.key.InvalidECPublicKeyException;
import com.zerodeplibs.webpush.key.KeyExtractionException;
import com.zerodeplibs.webpush.key.MalformedUncompressedBytesException;
import com.zerodeplibs.webpush.key.PublicKeySources;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.recado.id.ChannelId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/**
 * The keys of a browser's subscription, in base64url: whoever has them can write to it, and nobody can read it by them.
 *
 * @param p256dh its public key, a point on P-256, uncompressed
 * @param auth the 16 bytes that it shares with us
 */
public record PushKeys(String p256dh, String auth) {

    private static final int POINT_BYTES = 65;
    private static final int AUTH_BYTES = 16;
    /** Of the 32 characters that a topic may have. */
    private static final int TOPIC_BYTES = 24;

    /** The keys if they are some; {@link IllegalArgumentException} else. */
    public PushKeys {
        if (bytes(p256dh).length != POINT_BYTES) {
            throw new IllegalArgumentException("p256dh: not " + POINT_BYTES + " bytes");
        }
        try {
            PublicKeySources.ofUncompressedBytes(bytes(p256dh)).extract();
        } catch (KeyExtractionException | InvalidECPublicKeyException | MalformedUncompressedBytesException e) {
            throw new IllegalArgumentException("p256dh: no point on P-256", e);
        }
        if (bytes(auth).length != AUTH_BYTES) {
            throw new IllegalArgumentException("auth: not " + AUTH_BYTES + " bytes");
        }
    }

    /** As {@link #json} wrote them. */
    static PushKeys of(String json) {
        var fields = new Fields(Json.object(json));
        return new PushKeys(fields.text("p256dh"), fields.text("auth"));
    }

    /** To be kept. */
    public String json() {
        return Json.string(g ->
                g.writeStartObject().write("p256dh", p256dh).write("auth", auth).writeEnd());
    }

    /** What only the browser reads. */
    byte[] encrypt(byte[] body) {
        return MessageEncryptions.of()
                .encrypt(UserAgentMessageEncryptionKeyInfo.of(bytes(p256dh), bytes(auth)), PushMessage.of(body))
                .toBytes();
    }

    /**
     * The same for all that is sent of a channel, so that the push service keeps the newest only; it tells neither the
     * channel nor, to services that compare, that two people are in the same one.
     */
    String topic(ChannelId channel) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes(auth));
            var hash = digest.digest(channel.value().getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(hash, TOPIC_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return "keys of a browser";
    }
}
