package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.platform.Topology;
import org.recado.stack.SharedStack;

/** The spans that a collector gets of a message, and the headers that others on the broker see. */
@Tag("every-server")
class TraceIT extends RunningServer {

    private static final long PATIENCE_S = 30;
    private static final String TOPIC = "channel:general";
    private static final String PUSH = "recado.socket push";
    private static final String PUBLISH = "recado.commands publish";
    private static final String PROCESS = "recado.commands process";
    private static final String DELIVER = "recado.events deliver";

    private final Queue<Span> spans = new ConcurrentLinkedQueue<>();
    private final Queue<String> senders = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Delivery> events = new LinkedBlockingQueue<>();
    private final String key = UUID.randomUUID().toString();
    private HttpServer collector;
    private Connection broker;

    @BeforeEach
    void collect() throws Exception {
        collector = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), ServerOptions.COLLECTOR_PORT), 0);
        collector.createContext("/v1/traces", this::collect);
        collector.start();
        var factory = new ConnectionFactory();
        factory.setUri(SharedStack.broker());
        broker = factory.newConnection("trace");
        var channel = broker.createChannel();
        var queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.EVENTS, "channel.#");
        channel.basicConsume(queue, true, (tag, event) -> events.add(event), tag -> {});
    }

    private void collect(HttpExchange exchange) throws IOException {
        try (exchange) {
            senders.add(String.valueOf(exchange.getRequestHeaders().getFirst("authorization")));
            var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceSpansList().stream()
                    .flatMap(r -> r.getScopeSpansList().stream())
                    .forEach(s -> spans.addAll(s.getSpansList()));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    @AfterEach
    void stop() throws IOException {
        collector.stop(0);
        broker.close();
    }

    private String traceparent() throws InterruptedException {
        for (; ; ) {
            var event = Optional.ofNullable(events.poll(PATIENCE_S, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("no event of " + key));
            if (new String(event.getBody(), StandardCharsets.UTF_8).contains(key)) {
                return event.getProperties().getHeaders().get("traceparent").toString();
            }
        }
    }

    // a node sends its spans every few seconds
    private Map<String, Span> spans(String traceparent, String... names) throws InterruptedException {
        var trace = traceparent.substring(3, 35);
        for (var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S); ; Thread.sleep(100)) {
            var found = spans.stream()
                    .filter(s -> hex(s.getTraceId()).equals(trace))
                    .collect(Collectors.toMap(Span::getName, Function.identity(), (a, b) -> a));
            if (found.keySet().containsAll(List.of(names))) {
                return found;
            }
            assertThat(System.nanoTime()).as("spans %s", found.keySet()).isLessThan(end);
        }
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    @Test
    void oneTraceGoesFromTheSocketToTheDelivery() throws Exception {
        try (var ana = PhoenixClient.as("ana")) {
            ana.join(TOPIC);
            ana.ask(TOPIC, "message", "{\"message\":\"traced words\",\"client_id\":\"" + key + "\"}");
            var found = spans(traceparent(), PUSH, PUBLISH, PROCESS, DELIVER);
            assertThat(found.get(PUSH).getParentSpanId()).isEqualTo(ByteString.EMPTY);
            assertThat(found.get(PUBLISH).getParentSpanId())
                    .isEqualTo(found.get(PUSH).getSpanId());
            assertThat(found.get(PROCESS).getParentSpanId())
                    .isEqualTo(found.get(PUBLISH).getSpanId());
            assertThat(found.get(DELIVER).getParentSpanId())
                    .isEqualTo(found.get(PROCESS).getSpanId());
            assertThat(found.get(PROCESS).getEventsList())
                    .extracting(Span.Event::getName)
                    .containsExactly("rules", "ledger", "archive", "cache", "published");
            assertThat(found.get(PROCESS).getEventsList())
                    .extracting(Span.Event::getTimeUnixNano)
                    .isSorted();
            assertThat(found.get(DELIVER).getAttributesList())
                    .anySatisfy(a -> assertThat(a.getKey()).isEqualTo("recado.clients"));
            assertThat(senders).containsOnly("Bearer collector");
            assertThat(found.values().toString()).doesNotContain("traced words");
        }
    }

    @Test
    void aTraceThatACallerHasBegunGoesOn() throws Exception {
        var trace = UUID.randomUUID().toString().replace("-", "");
        var begun = "00-" + trace + "-b7ad6b7169203331-";
        var body = "{\"message\":\"m\",\"client_id\":\"" + key + "\"}";
        var request = HttpRequest.newBuilder(at("/api/channels/general/messages"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + Api.signedIn("ana").token())
                .header("traceparent", begun + "01")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        // without a listener there is nothing to deliver
        try (var bruno = PhoenixClient.as("bruno")) {
            bruno.join(TOPIC);
            HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.discarding());
            assertThat(traceparent()).startsWith("00-" + trace);
            var found = spans(begun, PUBLISH, PROCESS, DELIVER);
            assertThat(hex(found.get(PUBLISH).getParentSpanId())).isEqualTo("b7ad6b7169203331");
        }
    }
}
