package org.recado.platform.trace;

import com.rabbitmq.client.BasicProperties;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A trace's context as the W3C's {@code traceparent} and {@code tracestate}; what has another shape counts as none. */
public final class TraceHeaders {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<UnaryOperator<String>> GETTER = new TextMapGetter<>() {
        // asked for by the API that a server may bring
        @Override
        @SuppressWarnings("deprecation")
        public Iterable<String> keys(UnaryOperator<String> headers) {
            return W3C.fields();
        }

        @Override
        public String get(UnaryOperator<String> headers, String name) {
            return headers.apply(name);
        }
    };

    private TraceHeaders() {}

    /** What a message of the broker brings. */
    public static Context of(BasicProperties properties) {
        return Optional.ofNullable(properties.getHeaders())
                .map(all -> of(name ->
                        Optional.ofNullable(all.get(name)).map(Object::toString).orElse(null)))
                .orElseGet(Context::root);
    }

    /** What is found by the names of the headers, null where there is none. */
    public static Context of(UnaryOperator<String> headers) {
        return W3C.extract(Context.root(), headers, GETTER);
    }

    /** The headers of what is sent on; none where there is no trace. */
    public static Map<String, Object> of(SpanContext span) {
        if (!span.isValid()) {
            return Map.of();
        }
        var headers = new HashMap<String, Object>();
        W3C.inject(Context.root().with(Span.wrap(span)), headers, Map::put);
        return headers;
    }

    /** Whether others have begun a trace here. */
    public static boolean isTraced(Context context) {
        return Span.fromContext(context).getSpanContext().isValid();
    }
}
