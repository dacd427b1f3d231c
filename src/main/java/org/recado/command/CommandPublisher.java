package org.recado.command;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Amqp;
import org.recado.platform.Deadlines;
import org.recado.platform.Gateways;
import org.recado.platform.Outlet;
import org.recado.platform.Topology;
import org.recado.platform.trace.TraceHeaders;
import org.recado.platform.trace.Tracing;
import org.recado.timeline.Mark;
import org.recado.timeline.Recorder;

/** Puts commands on the road. What it reports as done, the broker has confirmed (invariant S7). */
@ApplicationScoped
public class CommandPublisher {

    private static final System.Logger LOG = System.getLogger(CommandPublisher.class.getName());
    private static final int PERSISTENT = 2;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Gateways gateways;

    @Inject
    Recorder recorder;

    @Inject
    Tracing tracing;

    @Inject
    Deadlines deadlines;

    @Inject
    @ConfigProperty(name = "recado.commands.outstanding-confirms")
    int outstandingConfirms;

    @Inject
    @ConfigProperty(name = "recado.commands.confirm-timeout-ms")
    int confirmTimeoutMs;

    private Outlet outlet;

    @PostConstruct
    void start() {
        outlet = new Outlet(amqp, topology, outstandingConfirms, Duration.ofMillis(confirmTimeoutMs));
    }

    /**
     * Publishes one command, as a part of this thread's trace where it has one.
     *
     * @param correlation comes back with the receipt, on this node's own queue; empty where nobody waits for it
     * @return done when the broker has confirmed it; fails with {@link Refused} {@code unavailable} else, and then the
     *     command may still arrive: the same key again is safe
     */
    public CompletionStage<Void> publish(Command command, Optional<String> correlation) {
        var properties =
                new BasicProperties.Builder().contentType("application/json").deliveryMode(PERSISTENT);
        correlation.ifPresent(c -> properties.correlationId(c).replyTo(topology.nodeQueue()));
        var received = Instant.now();
        var span = tracing.start("recado.commands publish", SpanKind.PRODUCER, Context.current());
        var headers = TraceHeaders.of(span.getSpanContext());
        if (!headers.isEmpty()) {
            properties.headers(headers);
        }
        var published = deadlines.within(Duration.ofMillis(confirmTimeoutMs), publish(command, properties.build()));
        return noted(command, received, published)
                .whenComplete((done, failure) -> end(span, failure))
                .exceptionallyCompose(CommandPublisher::unavailable);
    }

    private static void end(Span span, Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, "not confirmed");
        }
        span.end();
    }

    private CompletableFuture<Void> noted(Command command, Instant received, CompletableFuture<Void> published) {
        if (recorder.isOn()
                && command instanceof Command.CreateMessage c
                && c.clientId().isPresent()) {
            return published.whenComplete((done, failure) -> recorder.sent(
                    Mark.key("c:" + c.clientId().get().value()),
                    Mark.place(c.channel(), c.sender()),
                    received,
                    failure == null));
        }
        return published;
    }

    private CompletableFuture<Void> publish(Command command, BasicProperties properties) {
        try {
            return outlet.commandPublisher()
                    .publishMandatory(
                            Topology.COMMANDS,
                            command.channel().value(),
                            gateways.signed(properties),
                            CommandCodec.encode(command));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static CompletionStage<Void> unavailable(Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "a command was not confirmed: {0}", cause.toString());
        return CompletableFuture.failedFuture(new Refused(
                Reason.UNAVAILABLE, "the broker did not confirm in time", Optional.of(Duration.ofSeconds(1))));
    }
}
