package org.recado.notification.push;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;

/** Keys on the curve P-256: a private one from its scalar, and the public one of a private one. */
final class P256 {

    private static final int SCALAR_BYTES = 32;
    private static final ECParameterSpec CURVE = curve();
    private static final BigInteger PRIME = ((ECFieldFp) CURVE.getCurve().getField()).getP();
    private static final byte[] PROBE = {1};

    private P256() {}

    private static ECParameterSpec curve() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** Whether it is a key on this curve. */
    static boolean isOn(ECPrivateKey key) {
        return key.getParams().getCurve().equals(CURVE.getCurve());
    }

    /** Throws {@link GeneralSecurityException} where it is none: 32 bytes, more than nought and below the order. */
    static ECPrivateKey privateKey(byte[] scalar) throws GeneralSecurityException {
        var number = new BigInteger(1, scalar);
        if (scalar.length != SCALAR_BYTES || number.signum() == 0 || number.compareTo(CURVE.getOrder()) >= 0) {
            throw new GeneralSecurityException("no scalar of P-256");
        }
        return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(number, CURVE));
    }

    // Java multiplies no point, but agreeing on a key with the generator does, and says x of it; there are two points
    // with
    // that x, and a signature tells which
    static ECPublicKey publicKey(ECPrivateKey key) throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key);
        agreement.doPhase(publicKey(CURVE.getGenerator()), true);
        var x = new BigInteger(1, agreement.generateSecret());
        var y = root(x.pow(3)
                .add(x.multiply(CURVE.getCurve().getA()))
                .add(CURVE.getCurve().getB()));
        for (var candidate : Stream.of(y, PRIME.subtract(y)).toList()) {
            var made = publicKey(new ECPoint(x, candidate));
            if (belongs(made, key)) {
                return made;
            }
        }
        throw new GeneralSecurityException("no public key to it");
    }

    private static ECPublicKey publicKey(ECPoint point) throws GeneralSecurityException {
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, CURVE));
    }

    // for a prime that is 3 modulo 4, as this one
    private static BigInteger root(BigInteger square) {
        return square.modPow(PRIME.add(BigInteger.ONE).shiftRight(2), PRIME);
    }

    private static boolean belongs(ECPublicKey known, ECPrivateKey key) throws GeneralSecurityException {
        var signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(PROBE);
        var signed = signature.sign();
        signature.initVerify(known);
        signature.update(PROBE);
        return signature.verify(signed);
    }
}
