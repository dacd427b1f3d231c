package org.recado.platform.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static SpanContext of(Map<String, Object> headers) {
        return Span.fromContext(TraceHeaders.of(
                        new BasicProperties.Builder().headers(headers).build()))
                .getSpanContext();
    }

    @Test
    void whatComesGoesOnThoughNothingIsExported() {
        var parent = TraceHeaders.of(new BasicProperties.Builder()
                .headers(Map.of("traceparent", PARENT, "tracestate", "a=b"))
                .build());
        var span = new Tracing().start("recado.commands publish", SpanKind.PRODUCER, parent);
        assertThat(TraceHeaders.of(span.getSpanContext()))
                .containsOnly(Map.entry("traceparent", PARENT), Map.entry("tracestate", "a=b"));
        assertThat(span.isRecording()).isFalse();
    }

    @Test
    void whereNoneBeganNoneBegins() {
        var span = new Tracing().start("recado.commands publish", SpanKind.PRODUCER, Context.root());
        assertThat(TraceHeaders.of(span.getSpanContext())).isEmpty();
        assertThat(of(Map.of()).isValid()).isFalse();
        assertThat(Span.fromContext(TraceHeaders.of(new BasicProperties()))
                        .getSpanContext()
                        .isValid())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "00-0-0-01"})
    void anotherShapeIsNone(String traceparent) {
        assertThat(of(Map.of("traceparent", traceparent)).isValid()).isFalse();
    }
}
