package org.recado.platform.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Begun;
import org.recado.platform.Node;

/** Makes the spans of this node, and sends the sampled ones to a collector where one is configured. */
@ApplicationScoped
public class Tracing {

    private static final String SCOPE = "org.recado";
    private static final long LAST_WORDS_S = 2;

    @Inject
    @ConfigProperty(name = "recado.trace.endpoint")
    Optional<String> endpoint;

    @Inject
    @ConfigProperty(name = "recado.trace.headers")
    Optional<String> headers;

    @Inject
    @ConfigProperty(name = "recado.trace.ratio")
    double ratio;

    @Inject
    Node node;

    private Optional<SdkTracerProvider> provider = Optional.empty();
    // goes on with a trace that has begun, and begins none
    private Tracer tracer = TracerProvider.noop().get(SCOPE);

    @PostConstruct
    void start() {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalStateException("recado.trace.ratio must be 0 to 1");
        }
        provider = endpoint.map(this::provider);
        provider.ifPresent(p -> tracer = p.get(SCOPE));
    }

    void begin(@Observes Begun begun) {
        // a wrong value shows at the start
    }

    private SdkTracerProvider provider(String address) {
        var exporter = OtlpHttpSpanExporter.builder().setEndpoint(address);
        headers.stream().flatMap(all -> Arrays.stream(all.split(","))).forEach(header -> {
            var parts = header.split("=", 2);
            if (parts.length < 2) {
                throw new IllegalStateException("recado.trace.headers: name=value, separated by commas");
            }
            exporter.addHeader(parts[0].strip(), parts[1].strip());
        });
        return SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "recado",
                        AttributeKey.stringKey("service.instance.id"),
                        node.name())))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build()).build())
                .build();
    }

    /** Whether this node may begin a trace. */
    public boolean isOn() {
        return provider.isPresent();
    }

    /** A span that begins now. */
    public Span start(String name, SpanKind kind, Context parent) {
        return builder(name, kind, parent).startSpan();
    }

    /** One that is to be told more of before it begins. */
    public SpanBuilder builder(String name, SpanKind kind, Context parent) {
        return tracer.spanBuilder(name).setSpanKind(kind).setParent(parent);
    }

    @PreDestroy
    void stop() {
        provider.ifPresent(p -> p.shutdown().join(LAST_WORDS_S, TimeUnit.SECONDS));
    }
}
