package org.recado.platform.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.recado.platform.Json;
import org.recado.platform.LogFields;

class LayoutTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Optional<String> PARENT = Optional.of("00-" + TRACE + "-00f067aa0ba902b7-01");

    private static LogRecord line() {
        var line = new LogRecord(Level.WARNING, "a \"frame\" failed: {0}");
        line.setParameters(new Object[] {"two\nlines\u001b[31m"});
        line.setLoggerName("org.recado.socket");
        return line;
    }

    @Test
    void jsonHasOneLineWithWhatTheThreadWorksOn() {
        var broken = line();
        broken.setThrown(new IllegalStateException("x"));
        String text;
        try (var around = LogFields.of(PARENT, Optional.of("general"), Optional.empty());
                var fields = LogFields.of(Optional.of("nonsense"), Optional.empty(), Optional.of("c1"))) {
            assertThat(fields).isNotSameAs(around);
            text = new Layout("n1", true).format(broken);
        }
        assertThat(text).endsWith("}\n").hasLineCount(1);
        var json = Json.object(text);
        assertThat(json.getString("level")).isEqualTo("WARNING");
        assertThat(json.getString("logger")).isEqualTo("org.recado.socket");
        assertThat(json.getString("message")).startsWith("a \"frame\" failed: two\nlines");
        assertThat(json.getString("node")).isEqualTo("n1");
        assertThat(json.getString("trace")).isEqualTo(TRACE);
        assertThat(json.getString("channel")).isEqualTo("general");
        assertThat(json.getString("command")).isEqualTo("c1");
        assertThat(json.getString("error")).startsWith("java.lang.IllegalStateException: x");
        assertThat(LogFields.now().channel()).isEmpty();
    }

    @Test
    void textHasOneLineWithoutControlCharacters() {
        var text = new Layout("n1", false).format(line());
        assertThat(text).hasLineCount(1).contains("WARNING org.recado.socket node=n1: a \"frame\"");
        assertThat(text).contains("two | lines [31m");
    }
}
