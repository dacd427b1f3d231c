package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostedFramesTest {

    private static final String LINES = "application/x-ndjson";
    private static final byte[] BINARY = {0, 0, 1, 1, 1, '7', 't', 'e', 9, 9};

    @Test
    void linesAreFramesInOrder() {
        assertThat(events(LINES, text("a") + "\n" + text("b") + "\r\n" + text("c") + "\n"))
                .containsExactly("a", "b", "c");
    }

    @Test
    void lineOfBase64IsABinaryFrameOfItsOwnSize() {
        var sizes = new ArrayList<Integer>();
        PostedFrames.of(LINES + ";charset=utf-8", bytes(Base64.getEncoder().encodeToString(BINARY)))
                .each((size, frame) -> {
                    sizes.add(size);
                    assertThat(frame.get().payload()).isEmpty();
                    assertThat(frame.get().event()).isEqualTo("e");
                });

        assertThat(sizes).containsExactly(BINARY.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/plain", "application/json", "application/x-www-form-urlencoded"})
    void otherBodyIsOneTextFrame(String type) {
        assertThat(events(type, "\n" + text("a") + "\n")).containsExactly("a");
    }

    @Test
    void emptyLinesAreNoFrames() {
        assertThat(events(LINES, "")).isEmpty();
        assertThat(events(LINES, "\n\r\n\n")).isEmpty();
    }

    @Test
    void aHundredLinesAreTakenAndOneMoreIsTooMany() {
        assertThat(PostedFrames.of(LINES, bytes((text("a") + "\n").repeat(100))).isTooMany())
                .isFalse();
        assertThat(PostedFrames.of(LINES, bytes((text("a") + "\n").repeat(101))).isTooMany())
                .isTrue();
        assertThat(PostedFrames.of(LINES, bytes("x\n".repeat(500_000))).isTooMany())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"{},1003", "not base64!,1003", "AQID,1003", "[1,1007"})
    void lineThatIsNoFrameHasTheSocketsCloseCode(String line, int code) {
        assertThat(refused(bytes(line)).code().code()).isEqualTo(code);
    }

    @Test
    void textThatIsNoUtf8ClosesWith1007() {
        assertThat(refused(new byte[] {'[', (byte) 0xc3, '"'}).code()).isEqualTo(CloseCode.NO_JSON);
    }

    private static Unreadable refused(byte[] line) {
        List<Frame> read = new ArrayList<>();
        return catchThrowableOfType(
                Unreadable.class, () -> PostedFrames.of(LINES, line).each((size, frame) -> read.add(frame.get())));
    }

    private static List<String> events(String type, String body) {
        var events = new ArrayList<String>();
        PostedFrames.of(type, bytes(body))
                .each((size, frame) -> events.add(frame.get().event()));
        return events;
    }

    private static String text(String event) {
        return "[null,\"1\",\"olá\",\"" + event + "\",{}]";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
