package org.recado.notification.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VapidTest {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
    private static final int MANY = 100;

    @Test
    void publicKeyIsThatOfThePrivateOneInBothForms() {
        for (var i = 0; i < MANY; i++) {
            var pair = Decryption.randomPair();
            var key = (ECPrivateKey) pair.getPrivate();
            var known = BASE64URL.encodeToString(Decryption.uncompressed((ECPublicKey) pair.getPublic()));
            assertThat(Vapids.of(scalar(key.getS()), Vapids.SUBJECT).publicKey())
                    .contains(known);
            assertThat(Vapids.of(pem(key), Vapids.SUBJECT).publicKey()).contains(known);
        }
    }

    @Test
    void smallestKeyIsOne() {
        var generator = ((ECPrivateKey) Decryption.randomPair().getPrivate())
                .getParams()
                .getGenerator();
        var known = Base64.getUrlDecoder()
                .decode(Vapids.of(scalar(BigInteger.ONE), Vapids.SUBJECT)
                        .publicKey()
                        .orElseThrow());
        assertThat(known).startsWith(4).contains(Decryption.coordinate(generator.getAffineX()));
    }

    @Test
    void everyTokenIsTaken() throws GeneralSecurityException {
        var key = (ECPrivateKey) Decryption.randomPair().getPrivate();
        var vapid = Vapids.of(scalar(key.getS()), Vapids.SUBJECT);
        for (var i = 0; i < MANY; i++) {
            Vapids.check(
                    vapid.authorization(URI.create("https://push.example:8443/a/b?c=d")),
                    "https://push.example:8443",
                    vapid.publicKey().orElseThrow());
        }
        Vapids.check(
                vapid.authorization(URI.create("https://push.example/a")),
                "https://push.example",
                vapid.publicKey().orElseThrow());
    }

    @Test
    void withoutAKeyPushIsOff() {
        var vapid = new Vapid();
        vapid.privateKey = Optional.empty();
        vapid.subject = Optional.of(Vapids.SUBJECT);
        vapid.start();
        assertThat(vapid.isOn()).isFalse();
        assertThat(vapid.publicKey()).isEmpty();
    }

    static String[] wrongKeys() throws GeneralSecurityException {
        var key = (ECPrivateKey) Decryption.randomPair().getPrivate();
        var other = KeyPairGenerator.getInstance("EC");
        other.initialize(new ECGenParameterSpec("secp384r1"));
        var rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2_048);
        return new String[] {
            "secret",
            "secret!",
            scalar(BigInteger.ZERO),
            scalar(key.getParams().getOrder()),
            BASE64URL.encodeToString(new byte[31]),
            scalar(key.getS()) + "AA",
            pem((ECPrivateKey) other.generateKeyPair().getPrivate()),
            pem(rsa.generateKeyPair().getPrivate()),
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----"
        };
    }

    @ParameterizedTest
    @MethodSource("wrongKeys")
    void wrongKeyIsNamedAndNotShown(String key) {
        assertThatThrownBy(() -> Vapids.of(key, Vapids.SUBJECT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("recado.push.vapid-private-key is no private key on P-256")
                .hasMessageNotContaining(key)
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "push@recado.example", "mailto:push", "http://recado.example/", "https://", "a b"})
    void keyWithoutSomeoneToAskIsRefused(String subject) {
        var key = (ECPrivateKey) Decryption.randomPair().getPrivate();
        assertThatThrownBy(() -> Vapids.of(scalar(key.getS()), subject))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("recado.push.vapid-subject");
    }

    private static String scalar(BigInteger number) {
        return BASE64URL.encodeToString(Decryption.coordinate(number));
    }

    private static String pem(java.security.PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
