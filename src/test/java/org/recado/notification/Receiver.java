package org.recado.notification;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody's program that webhooks call, on this machine: it answers as it is told to, and 200 else. */
public final class Receiver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;

    private final ConcurrentLinkedQueue<HttpHandler> script = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** A request. */
    public record Heard(Map<String, List<String>> headers, byte[] body) {

        public String header(String name) {
            return headers.get(name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1))
                    .get(0);
        }

        public String id() {
            return header("webhook-id");
        }

        public JsonObject json() {
            try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
                return reader.readObject();
            }
        }

        public JsonObject data() {
            return json().getJsonObject("data");
        }

        /** As the specification has a receiver check it: the right signature, of a moment ago. */
        public boolean isSignedWith(String secret) {
            var at = header("webhook-timestamp");
            var age = Duration.between(Instant.ofEpochSecond(Long.parseLong(at)), Instant.now());
            var signed = id() + "." + at + "." + new String(body, StandardCharsets.UTF_8);
            return age.abs().compareTo(Duration.ofMinutes(5)) < 0
                    && header("webhook-signature").equals("v1," + hmac(secret, signed));
        }

        private static String hmac(String secret, String signed) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(
                        Base64.getDecoder().decode(secret.replaceFirst("^whsec_", "")), "HmacSHA256"));
                return Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        var request = new Heard(
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes());
        var next = script.poll();
        heard.add(request);
        (next == null ? status(OK, Map.of()) : next).handle(exchange);
    }

    /** The next request that comes is answered so. */
    public Receiver then(int status) {
        return then(status, Map.of());
    }

    public Receiver then(int status, Map<String, String> headers) {
        return then(status(status, headers));
    }

    public Receiver then(HttpHandler answer) {
        script.add(answer);
        return this;
    }

    private static HttpHandler status(int status, Map<String, String> headers) {
        return exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** The next request; waits for it. */
    public Heard next() throws InterruptedException {
        var next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came in " + PATIENCE);
        }
        return next;
    }

    /** Whether everything that came was looked at. */
    public boolean isEmpty() {
        return heard.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
