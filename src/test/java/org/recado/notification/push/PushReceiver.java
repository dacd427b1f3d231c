package org.recado.notification.push;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A push service of this machine with one browser, whose keys are new: it answers as it is told, and reads what came. */
public final class PushReceiver implements AutoCloseable {

    private static final int NEVER = 0;
    private static final int PATIENCE_SECONDS = 30;
    private static final int AUTH_BYTES = 16;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Push> pushes = new LinkedBlockingQueue<>();
    private final AtomicInteger strays = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final byte[] auth = new byte[AUTH_BYTES];
    private final Decryption decryption;
    private final HttpServer server;
    private volatile int status = 201;
    private volatile Map<String, String> headers = Map.of();

    /** What came, as the browser reads it. */
    public record Push(Headers headers, String text) {

        public String header(String name) {
            return headers.getFirst(name);
        }
    }

    public PushReceiver() {
        new SecureRandom().nextBytes(auth);
        decryption = Decryption.random(auth);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/push/", this::take);
        server.createContext("/", this::stray);
        server.start();
    }

    /** As a push service answers from now on. */
    public void answer(int code, Map<String, String> with) {
        headers = with;
        status = code;
    }

    void answerNever() {
        status = NEVER;
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String endpoint() {
        return origin() + "/push/" + text(auth);
    }

    public PushKeys keys() {
        return new PushKeys(text(decryption.publicKey()), text(auth));
    }

    /** The browser's subscription as a page would send it. */
    public String subscription(String label) {
        return "{\"endpoint\":\"" + endpoint() + "\",\"keys\":" + keys().json() + ",\"label\":\"" + label + "\"}";
    }

    /** The next that came. */
    public Push next() throws InterruptedException {
        var push = pushes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (push == null) {
            throw new AssertionError("nothing was pushed");
        }
        return push;
    }

    /** How many came and were not looked at, and how many to other addresses. */
    public int others() {
        return pushes.size() + strays.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        pushes.add(new Push(exchange.getRequestHeaders(), decryption.text(body)));
        if (status == NEVER) {
            awaitClose();
        }
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status == NEVER ? 500 : status, -1);
        exchange.close();
    }

    private void stray(HttpExchange exchange) throws IOException {
        strays.incrementAndGet();
        exchange.sendResponseHeaders(201, -1);
        exchange.close();
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
