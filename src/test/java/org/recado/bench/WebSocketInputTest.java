package org.recado.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketInputTest {

    private final WebSocketInput input = new WebSocketInput();

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
    void aFrameIsReadWholeHoweverItComes(int length) throws Exception {
        var bytes = frame(length);
        for (var half : new byte[][] {
            Arrays.copyOf(bytes, bytes.length / 2), Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length)
        }) {
            assertThat(input.frame()).isEmpty();
            input.add(ByteBuffer.wrap(half));
        }
        assertThat(input.frame()).hasValueSatisfying(frame -> {
            assertThat(frame.opcode()).isEqualTo(WebSocketBytes.TEXT);
            assertThat(frame.payload()).isEqualTo("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
        });
        assertThat(input.frame()).isEmpty();
    }

    @Test
    void whatComesWithTheAnswerToTheUpgradeIsKept() throws Exception {
        input.add(ByteBuffer.wrap("HTTP/1.1 101 Switching Protocols\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(input.head()).isEmpty();
        input.add(ByteBuffer.wrap("A: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        input.add(ByteBuffer.wrap(frame(3)));
        assertThat(input.head()).hasValue("HTTP/1.1 101 Switching Protocols\r\nA: b");
        assertThat(input.frame()).isPresent();
    }

    @Test
    void fragmentsAreNotTakenForWholeFrames() {
        input.add(ByteBuffer.wrap(new byte[] {WebSocketBytes.TEXT, 0}));
        assertThatThrownBy(input::frame).isInstanceOf(IOException.class).hasMessageContaining("fragments");
    }

    // as a server writes it: not masked, in the shortest form
    private static byte[] frame(int length) {
        var frame = ByteBuffer.allocate(length + 10).put((byte) (0x80 | WebSocketBytes.TEXT));
        if (length < 126) {
            frame.put((byte) length);
        } else if (length < 65_536) {
            frame.put((byte) 126).putShort((short) length);
        } else {
            frame.put((byte) 127).putLong(length);
        }
        var bytes = Arrays.copyOf(frame.array(), frame.position() + length);
        Arrays.fill(bytes, frame.position(), bytes.length, (byte) 'x');
        return bytes;
    }
}
