package org.recado.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An OpenID Connect issuer of the tests' own: its keys at an address of this machine, and tokens that it signs. */
public final class TestIssuer implements AutoCloseable {

    public static final String AUDIENCE = "recado";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final int port;
    private HttpServer server;
    private volatile HttpHandler answer = this::keys;
    private volatile RSAKey rsa = rsaKey();
    private volatile ECKey ec = ecKey();

    private TestIssuer(int port) {
        this.port = port;
    }

    /** One that answers at this port; 0 is any. */
    public static TestIssuer up(int port) {
        var issuer = down(port == 0 ? freePort() : port);
        issuer.open();
        return issuer;
    }

    /** One that is down. */
    static TestIssuer down() {
        return down(freePort());
    }

    private static TestIssuer down(int port) {
        return new TestIssuer(port);
    }

    void open() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            answer.handle(exchange);
        });
        server.start();
    }

    void shut() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** What its tokens say in {@code iss}, where it is at this port. */
    public static String name(int port) {
        return "http://127.0.0.1:" + port + "/realms/test";
    }

    /** Where the keys of one at this port are. */
    public static String keysAt(int port) {
        return "http://127.0.0.1:" + port + "/keys";
    }

    String name() {
        return name(port);
    }

    String keysAt() {
        return keysAt(port);
    }

    /** How often its keys were asked for. */
    int asked() {
        return asked.get();
    }

    /** Answers in another way from now on. */
    void answers(HttpHandler other) {
        answer = other;
    }

    void answers(int status, String body) {
        answers(exchange -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Gives its keys again. */
    void answersWithItsKeys() {
        answers(this::keys);
    }

    void keys(HttpExchange exchange) throws IOException {
        send(exchange, 200, keySet().getBytes(StandardCharsets.UTF_8));
    }

    String keySet() {
        return new JWKSet(List.<JWK>of(rsa, ec)).toPublicJWKSet().toString();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Throws its keys away and signs with new ones from now on. */
    void rotate() {
        rsa = rsaKey();
        ec = ecKey();
    }

    RSAKey rsa() {
        return rsa;
    }

    /** The claims of a token of someone, good for a minute. */
    public JWTClaimsSet.Builder claims(String user) {
        return new JWTClaimsSet.Builder()
                .issuer(name())
                .audience(AUDIENCE)
                .subject(user)
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    /** A token of someone as it should be. */
    public String token(String user) {
        return token(claims(user));
    }

    public String token(JWTClaimsSet.Builder claims) {
        return token(JWSAlgorithm.RS256, claims, h -> h);
    }

    String token(JWSAlgorithm algorithm, JWTClaimsSet.Builder claims, UnaryOperator<JWSHeader.Builder> header) {
        return isEc(algorithm) ? signed(algorithm, ec, claims, header) : signed(algorithm, rsa, claims, header);
    }

    private static boolean isEc(JWSAlgorithm algorithm) {
        return JWSAlgorithm.Family.EC.contains(algorithm);
    }

    /** A token signed with any key. */
    static String signed(
            JWSAlgorithm algorithm, JWK key, JWTClaimsSet.Builder claims, UnaryOperator<JWSHeader.Builder> header) {
        var head = header.apply(
                new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()));
        var token = new SignedJWT(head.build(), claims.build());
        try {
            token.sign(isEc(algorithm) ? new ECDSASigner(key.toECKey()) : new RSASSASigner(key.toRSAKey()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    static RSAKey rsaKey() {
        try {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ecKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shut();
        threads.shutdownNow();
    }
}
