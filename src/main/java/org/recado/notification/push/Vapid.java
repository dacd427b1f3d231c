package org.recado.notification.push;

import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.VAPIDKeyPairs;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import com.zerodeplibs.webpush.key.PrivateKeySources;
import com.zerodeplibs.webpush.key.PublicKeySources;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Begun;

/** Who this installation is to push services (RFC 8292). Without a private key it is nobody, and push is off. */
@ApplicationScoped
public class Vapid {

    private static final String KEY = "recado.push.vapid-private-key";
    private static final String SUBJECT = "recado.push.vapid-subject";
    private static final String PEM_BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String PEM_END = "-----END PRIVATE KEY-----";
    /** A service takes a token that ends within a day by its own clock. */
    private static final int TOKEN_HOURS = 12;

    @Inject
    @ConfigProperty(name = "recado.push.vapid-private-key")
    Optional<String> privateKey;

    @Inject
    @ConfigProperty(name = "recado.push.vapid-subject")
    Optional<String> subject;

    private Optional<VAPIDKeyPair> pair = Optional.empty();

    @PostConstruct
    void start() {
        pair = given(privateKey).map(Vapid::pair);
        if (isOn() && given(subject).filter(Vapid::isContact).isEmpty()) {
            throw new IllegalStateException(SUBJECT + " is needed beside the key: a mailto: or an https: address");
        }
    }

    // a key that makes no sense shows at the start
    void begin(@Observes Begun begun) {}

    /** Whether there is a key. */
    public boolean isOn() {
        return pair.isPresent();
    }

    /** What a browser needs to subscribe for this installation: the point, uncompressed, in base64url. */
    public Optional<String> publicKey() {
        return pair.map(VAPIDKeyPair::extractPublicKeyInUncompressedFormAsString);
    }

    /** What the push service of this address wants to see in {@code Authorization}. */
    String authorization(URI endpoint) {
        return pair.orElseThrow()
                .generateAuthorizationHeaderValue(VAPIDJWTParam.getBuilder()
                        .resourceURLString(endpoint.toString())
                        .expiresAfter(TOKEN_HOURS, TimeUnit.HOURS)
                        .subject(given(subject).orElseThrow())
                        .build());
    }

    // what is wrong with a key is not told: its text might be in it
    private static VAPIDKeyPair pair(String text) {
        try {
            var key = text.startsWith(PEM_BEGIN)
                    ? ofPem(text)
                    : P256.privateKey(Base64.getUrlDecoder().decode(text));
            return VAPIDKeyPairs.of(
                    PrivateKeySources.ofECPrivateKey(key), PublicKeySources.ofECPublicKey(P256.publicKey(key)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(KEY
                    + " is no private key on P-256: neither the 32 bytes of its scalar in base64url nor PKCS#8 as PEM");
        }
    }

    private static ECPrivateKey ofPem(String pem) throws GeneralSecurityException {
        var base64 = pem.replace(PEM_BEGIN, "").replace(PEM_END, "").replaceAll("\\s", "");
        var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        var key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
        if (!P256.isOn(key)) {
            throw new GeneralSecurityException("another curve");
        }
        return key;
    }

    private static boolean isContact(String text) {
        try {
            var uri = new URI(text);
            return ("mailto".equalsIgnoreCase(uri.getScheme()) && text.indexOf('@') > 0)
                    || ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Optional<String> given(Optional<String> value) {
        return value.map(String::strip).filter(v -> !v.isEmpty());
    }
}
