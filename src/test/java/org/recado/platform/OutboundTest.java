package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OutboundTest {

    private static final Duration AT_MOST = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final byte[] BODY = {1, 2, 3};

    private final Outbound closed = Outside.outbound("", AT_MOST);
    private final Outbound open = Outside.outbound("127.0.0.0/8, ::1/128", AT_MOST);

    @AfterEach
    void stop() {
        Outside.stop(closed);
        Outside.stop(open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.8",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[::127.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::FFFF:10.0.0.1]",
                "[64:ff9b::10.0.0.1]",
                "[64:ff9b:1::1]",
                "[2002:7f00:1::]",
                "[2001::1]",
                "[fc00::1]",
                "[fdff::1]",
                "[fe80::1]",
                "[fec0::1]",
                "[ff02::1]"
            })
    void privateAddressIsNeitherTakenNorCalled(String host) {
        var url = "https://" + host + ":1/hook";
        assertThatThrownBy(() -> closed.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is in a private network");
        assertThatThrownBy(() -> closed.post(URI.create(url), Map.of(), BODY)).isInstanceOf(Outbound.Forbidden.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2130706433", "0x7f000001", "0x7f.0.0.1", "127.1", "017700000001", "127.0.0.1.", "[fe80::1%25lo]"
            })
    void addressInAnotherSpellingGoesNowhere(String host) {
        assertThatThrownBy(() -> {
                    var to = closed.parse("https://" + host + ":1/");
                    closed.post(to, Map.of(), BODY);
                })
                .isInstanceOfAny(IllegalArgumentException.class, IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "localhost."})
    void nameThatLeadsHereIsNotCalled(String host) {
        var to = closed.parse("https://" + host + ":1/");
        assertThatThrownBy(() -> closed.post(to, Map.of(), BODY)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://",
                "https:///path",
                "https:host",
                "https://someone@host.example/",
                "https://someone:word@host.example/",
                "https://host.example/#part",
                "https://host.example:0/",
                "https://host.example:65536/",
                "https://host .example/",
                "https://host.example/\n",
                "http://host.example/",
                "ftp://host.example/",
                "file:///etc/passwd",
                "mailto:someone@host.example",
                "//host.example/",
                "host.example"
            })
    void whatIsNoAddressToCallIsNotTaken(String text) {
        assertThatThrownBy(() -> closed.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host.example/", "ftp://127.0.0.1/", "ws://127.0.0.1/"})
    void allowedNetworkAllowsNoOtherProtocol(String text) {
        assertThatThrownBy(() -> open.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longAddressIsNotTaken() {
        assertThatThrownBy(() -> closed.parse("https://host.example/" + "a".repeat(2_048)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://push.example/a?b=c",
                "HTTPS://push.example:8443/",
                "https://192.0.1.1/",
                "https://[2606:4700::1]/"
            })
    void publicHttpsAddressIsTaken(String text) {
        assertThat(closed.parse(text)).isEqualTo(URI.create(text));
    }

    @Test
    void httpIsForAllowedNetworksOnly() throws IOException {
        try (var server = new Server("HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThatThrownBy(() -> closed.parse(server.url())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> closed.post(URI.create(server.url()), Map.of(), BODY))
                    .isInstanceOf(Outbound.Forbidden.class)
                    .hasMessageNotContaining("127");
            assertThatThrownBy(() -> open.post(URI.create("http://192.0.1.1/"), Map.of(), BODY))
                    .isInstanceOf(Outbound.Forbidden.class);
            assertThat(server.calls()).isZero();

            assertThat(open.post(open.parse(server.url()), Map.of("Topic", "t"), BODY))
                    .isEqualTo(new Outbound.Reply(204, Optional.empty()));
        }
    }

    @Test
    void listOfNetworksThatCannotBeReadIsNamed() {
        assertThatThrownBy(() -> Outside.outbound("127.0.0.0/8, here", AT_MOST))
                .hasMessageStartingWith("recado.notification.allowed-networks");
    }

    @Test
    void redirectIsAnAnswer() throws IOException {
        try (var elsewhere = new Server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                var server = new Server("HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere.url()
                        + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(open.post(open.parse(server.url()), Map.of(), BODY).status())
                    .isEqualTo(307);
            assertThat(elsewhere.calls()).isZero();
        }
    }

    @Test
    void bodyWithoutAnEndIsNotWaitedFor() throws IOException {
        try (var server = new Server("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n")) {
            var status = within(() -> open.post(open.parse(server.url()), Map.of(), BODY));
            assertThat(status).isEqualTo(201);
        }
    }

    @Test
    void bodyThatDoesNotComeIsNotWaitedFor() throws IOException {
        try (var server = new Server("HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n")) {
            var status = within(() -> open.post(open.parse(server.url()), Map.of(), BODY));
            assertThat(status).isEqualTo(201);
        }
    }

    @Test
    void connectionIsUsedAgain() throws IOException {
        var ports = ConcurrentHashMap.newKeySet();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
        try {
            var to = open.parse("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            for (var i = 0; i < 3; i++) {
                assertThat(open.post(to, Map.of(), BODY).status()).isEqualTo(201);
            }
            assertThat(ports).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void headerThatDripsEndsAtTheDeadline() throws IOException {
        try (var server = new Server("HTTP/1.1 201 Created\r\nX: ", "a")) {
            assertThatThrownBy(() -> within(() -> open.post(open.parse(server.url()), Map.of(), BODY)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void silenceEndsAtTheDeadline() throws IOException {
        try (var server = new Server("")) {
            assertThatThrownBy(() -> within(() -> open.post(open.parse(server.url()), Map.of(), BODY)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void headerWithoutAnEndIsNotKept() throws IOException {
        var patient = Outside.outbound("127.0.0.0/8", SOON.multipliedBy(2));
        try (var line = new Server("HTTP/1.1 201 Created\r\nX: " + "a".repeat(100_000), "a");
                var lines = new Server("HTTP/1.1 201 Created\r\n" + "X: a\r\n".repeat(10_000), "X: a\r\n")) {
            for (var server : List.of(line, lines)) {
                assertThatThrownBy(() -> within(() -> patient.post(patient.parse(server.url()), Map.of(), BODY)))
                        .isInstanceOf(IOException.class);
            }
        } finally {
            Outside.stop(patient);
        }
    }

    @Test
    void retryAfterIsReadInBothForms() {
        assertThat(Outbound.retryAfter("70")).contains(Duration.ofSeconds(70));
        var at = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(3_600).atOffset(ZoneOffset.UTC));
        assertThat(Outbound.retryAfter(at))
                .hasValueSatisfying(d -> assertThat(d).isBetween(Duration.ofSeconds(3_500), Duration.ofSeconds(3_600)));
        assertThat(Outbound.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT")).isEmpty();
        assertThat(Outbound.retryAfter("soon")).isEmpty();
        assertThat(Outbound.retryAfter("-1")).isEmpty();
    }

    private interface Call {
        Outbound.Reply made() throws IOException;
    }

    private static int within(Call call) throws IOException {
        var begun = Instant.now();
        try {
            return call.made().status();
        } finally {
            assertThat(Duration.between(begun, Instant.now())).isLessThan(SOON);
        }
    }

    /** Says one thing to whoever calls, then another for ever, a hundred times a second. */
    private static final class Server implements AutoCloseable {

        private final ServerSocket socket;
        private final AtomicInteger calls = new AtomicInteger();

        Server(String first, String forever) throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            new Outside.Threads().newThread(() -> serve(first, forever)).start();
        }

        Server(String first) throws IOException {
            this(first, "");
        }

        String url() {
            return "http://127.0.0.1:" + socket.getLocalPort() + "/a";
        }

        int calls() {
            return calls.get();
        }

        private void serve(String first, String forever) {
            while (!socket.isClosed()) {
                try {
                    var caller = socket.accept();
                    calls.incrementAndGet();
                    new Outside.Threads()
                            .newThread(() -> say(caller, first, forever))
                            .start();
                } catch (IOException e) {
                    assertThat(e).isInstanceOf(SocketException.class);
                }
            }
        }

        private void say(Socket caller, String first, String forever) {
            try (caller) {
                OutputStream out = caller.getOutputStream();
                out.write(first.getBytes(StandardCharsets.US_ASCII));
                while (!socket.isClosed()) {
                    out.write(forever.getBytes(StandardCharsets.US_ASCII));
                    Thread.sleep(10);
                }
            } catch (IOException e) {
                assertThat(e).isInstanceOf(SocketException.class);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
