package org.recado.notification.push;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A browser's side of RFC 8291, written from it with nothing but Java's own cryptography. */
final class Decryption {

    private static final int POINT_BYTES = 65;
    private static final int COORDINATE_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int LARGEST_BODY = 4_096;
    private static final byte LAST_RECORD = 2;

    private final KeyPair pair;
    private final byte[] auth;

    private Decryption(KeyPair pair, byte[] auth) {
        this.pair = pair;
        this.auth = auth;
    }

    static Decryption random(byte[] auth) {
        return new Decryption(randomPair(), auth);
    }

    static KeyPair randomPair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] publicKey() {
        return uncompressed((ECPublicKey) pair.getPublic());
    }

    String text(byte[] body) {
        try {
            return decrypted(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not for this browser", e);
        }
    }

    private String decrypted(byte[] body) throws GeneralSecurityException {
        var in = ByteBuffer.wrap(body);
        var salt = taken(in, SALT_BYTES);
        var recordSize = in.getInt();
        var sender = taken(in, in.get());
        if (sender.length != POINT_BYTES || body.length > LARGEST_BODY || in.remaining() > recordSize) {
            throw new GeneralSecurityException("not one record of one sender that push services take");
        }
        var agreed = agreed(point(sender));
        var input = hmac(hmac(auth, agreed), text("WebPush: info"), publicKey(), sender, new byte[] {1});
        var prk = hmac(salt, input);
        var key = Arrays.copyOf(hmac(prk, text("Content-Encoding: aes128gcm"), new byte[] {1}), 16);
        var nonce = Arrays.copyOf(hmac(prk, text("Content-Encoding: nonce"), new byte[] {1}), 12);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        return unpadded(cipher.doFinal(taken(in, in.remaining())));
    }

    private static String unpadded(byte[] padded) throws GeneralSecurityException {
        var end = padded.length - 1;
        while (end > 0 && padded[end] == 0) {
            end--;
        }
        if (padded[end] != LAST_RECORD) {
            throw new GeneralSecurityException("not the last record");
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    private byte[] agreed(PublicKey with) throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(with, true);
        return agreement.generateSecret();
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (var part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    private static byte[] taken(ByteBuffer in, int many) {
        var bytes = new byte[many];
        in.get(bytes);
        return bytes;
    }

    private static byte[] text(String info) {
        return (info + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    /** The key of a point as it is sent. */
    static ECPublicKey point(byte[] uncompressed) throws GeneralSecurityException {
        var x = new BigInteger(1, Arrays.copyOfRange(uncompressed, 1, 1 + COORDINATE_BYTES));
        var y = new BigInteger(1, Arrays.copyOfRange(uncompressed, 1 + COORDINATE_BYTES, POINT_BYTES));
        var curve = ((ECPublicKey) randomPair().getPublic()).getParams();
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), curve));
    }

    /** A point as it is sent. */
    static byte[] uncompressed(ECPublicKey key) {
        var bytes = ByteBuffer.allocate(POINT_BYTES).put((byte) 4);
        bytes.put(coordinate(key.getW().getAffineX()));
        return bytes.put(coordinate(key.getW().getAffineY())).array();
    }

    static byte[] coordinate(BigInteger value) {
        var bytes = value.toByteArray();
        var fixed = new byte[COORDINATE_BYTES];
        var length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }
}
