package org.recado.platform.log;

import jakarta.json.stream.JsonGenerator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.recado.platform.Json;
import org.recado.platform.LogFields;

/** One line a record, as JSON or as text; what a thread works on comes from its {@link LogFields}. */
final class Layout extends Formatter {

    private final String node;
    private final boolean isJson;

    Layout(String node, boolean isJson) {
        this.node = node;
        this.isJson = isJson;
    }

    @Override
    public String format(LogRecord line) {
        return (isJson ? json(line) : text(line)) + "\n";
    }

    private String json(LogRecord line) {
        var fields = LogFields.now();
        return Json.string(g -> {
            g.writeStartObject().write("time", line.getInstant().toString());
            g.write("level", level(line.getLevel())).write("logger", String.valueOf(line.getLoggerName()));
            g.write("message", String.valueOf(formatMessage(line))).write("node", node);
            write(g, "trace", fields.trace());
            write(g, "channel", fields.channel());
            write(g, "command", fields.command());
            write(g, "error", Optional.ofNullable(line.getThrown()).map(Layout::stack));
            g.writeEnd();
        });
    }

    private static void write(JsonGenerator g, String name, Optional<String> value) {
        value.ifPresent(v -> g.write(name, v));
    }

    private String text(LogRecord line) {
        var fields = LogFields.now();
        var text = new StringBuilder(200);
        text.append(line.getInstant()).append(' ').append(level(line.getLevel()));
        text.append(' ').append(line.getLoggerName()).append(" node=").append(node);
        fields.trace().ifPresent(t -> text.append(" trace=").append(t));
        fields.channel().ifPresent(c -> text.append(" channel=").append(c));
        fields.command().ifPresent(c -> text.append(" command=").append(c));
        text.append(": ").append(formatMessage(line));
        Optional.ofNullable(line.getThrown()).ifPresent(t -> text.append(" | ").append(stack(t).strip()));
        return onOneLine(text);
    }

    // nothing that was sent here makes a line of its own, or moves a terminal's cursor
    private static String onOneLine(CharSequence text) {
        var line = new StringBuilder(text.length());
        text.chars().filter(c -> c != '\r').forEach(c -> {
            if (c == '\n') {
                line.append(" | ");
            } else {
                line.append(Character.isISOControl(c) ? ' ' : (char) c);
            }
        });
        return line.toString();
    }

    private static String stack(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** A server may have levels of its own; what counts is the number. */
    static String level(Level level) {
        return Levels.of(level).name();
    }
}
