package org.recado.platform;

import com.rabbitmq.client.BasicProperties;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the thread's work is about, for each line it logs meanwhile: {@code try (var f = LogFields.of(...)) {…}}. A field
 * that is not known is taken from the work around it.
 */
public final class LogFields implements AutoCloseable {

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");
    private static final int LONGEST = 128;
    private static final ThreadLocal<LogFields> CURRENT = new ThreadLocal<>();
    private static final LogFields NONE =
            new LogFields(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final Optional<LogFields> around;
    private final Optional<String> trace;
    private final Optional<String> channel;
    private final Optional<String> command;

    private LogFields(
            Optional<LogFields> around, Optional<String> trace, Optional<String> channel, Optional<String> command) {
        this.around = around;
        this.trace = trace;
        this.channel = channel;
        this.command = command;
    }

    /** Holds until it is closed, on this thread; {@code traceparent} is the W3C header's value. */
    public static LogFields of(Optional<String> traceparent, Optional<String> channel, Optional<String> command) {
        var before = now();
        var fields = new LogFields(
                Optional.ofNullable(CURRENT.get()),
                traceparent.flatMap(LogFields::traceId).or(() -> before.trace),
                channel.map(LogFields::cut).or(() -> before.channel),
                command.map(LogFields::cut).or(() -> before.command));
        CURRENT.set(fields);
        return fields;
    }

    /** The {@code traceparent} that a message of the broker brings. */
    public static Optional<String> traceparent(BasicProperties properties) {
        return Optional.ofNullable(properties.getHeaders())
                .flatMap(headers -> Optional.ofNullable(headers.get("traceparent")))
                .map(Object::toString);
    }

    /** This thread's; without any field where nobody has said what it does. */
    public static LogFields now() {
        return Optional.ofNullable(CURRENT.get()).orElse(NONE);
    }

    /** The id of the trace that the work is a part of. */
    public Optional<String> trace() {
        return trace.or(LogFields::traceOfSpan);
    }

    private static Optional<String> traceOfSpan() {
        return Optional.of(Span.current().getSpanContext())
                .filter(SpanContext::isValid)
                .map(SpanContext::getTraceId);
    }

    public Optional<String> channel() {
        return channel;
    }

    public Optional<String> command() {
        return command;
    }

    @Override
    public void close() {
        around.ifPresentOrElse(CURRENT::set, CURRENT::remove);
    }

    private static Optional<String> traceId(String traceparent) {
        var match = TRACEPARENT.matcher(traceparent);
        return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
    }

    private static String cut(String id) {
        return id.length() <= LONGEST ? id : id.substring(0, LONGEST);
    }
}
