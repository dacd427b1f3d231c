package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.platform.Json;

class FrameCodecTest {

    @Test
    void textFrameIsReadFieldByField() {
        var frame = FrameCodec.decode("[\"3\",\"7\",\"channel:größe\",\"message\",{\"message\":\"olá\"}]");

        assertThat(frame.joinRef()).isEqualTo(Json.value("3"));
        assertThat(frame.ref()).isEqualTo(Json.value("7"));
        assertThat(frame.topic()).isEqualTo("channel:größe");
        assertThat(frame.event()).isEqualTo("message");
        assertThat(frame.payload().orElseThrow().getString("message")).isEqualTo("olá");
    }

    @Test
    void moreThanFiveFieldsAreFine() {
        assertThat(FrameCodec.decode("[null,\"1\",\"t\",\"e\",{},7]").event()).isEqualTo("e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"12\"", "12", "12345678901234567890123", "\"é\""})
    void refIsEchoedAsItCame(String ref) {
        var frame = FrameCodec.decode("[" + ref + "," + ref + ",\"t\",\"e\",{}]");

        var reply = FrameCodec.reply(frame.joinRef(), frame.ref(), frame.topic(), "ok", FrameCodec::nothing);

        assertThat(reply.text())
                .isEqualTo("[" + ref + "," + ref + ",\"t\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
        assertThat(reply.bytes()).isEqualTo(reply.text().getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void broadcastHasNoRefs() {
        assertThat(FrameCodec.broadcast("channel:1", "message", g -> g.write("seq", 4))
                        .text())
                .isEqualTo("[null,null,\"channel:1\",\"message\",{\"seq\":4}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "hello", "[", "{\"a\":1,}", "[null,\"1\",\"t\",\"e\",{\"a\":1,\"a\":2}]", "[] []", "[] x"})
    void textThatIsNoJsonClosesWith1007(String text) {
        assertThat(code(text)).isEqualTo(1007);
    }

    @Test
    void deepNestingClosesWith1007() {
        assertThat(code("[null,\"1\",\"t\",\"e\",{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}]"))
                .isEqualTo(1007);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[null,\"1\",\"\\ud800\",\"e\",{}]",
                "[null,\"1\",\"t\",\"\\udc00e\",{}]",
                "[null,\"\\ud800\",\"t\",\"e\",{}]"
            })
    void halfASurrogatePairInWhatIsEchoedClosesWith1007(String text) {
        assertThat(code(text)).isEqualTo(1007);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[null,\"1\",\"t\",\"e\"]",
                "[null,\"1\",\"t\",\"e\",null]",
                "[null,\"1\",\"t\",\"e\",\"x\"]",
                "[null,\"1\",\"t\",\"e\",[]]",
                "[null,\"1\",5,\"e\",{}]",
                "[null,\"1\",\"t\",null,{}]",
                "[true,\"1\",\"t\",\"e\",{}]",
                "[null,{},\"t\",\"e\",{}]"
            })
    void jsonThatIsNoFrameClosesWith1003(String text) {
        assertThat(code(text)).isEqualTo(1003);
    }

    @Test
    void binaryFrameIsReadInUtf8Bytes() {
        var frame = FrameCodec.decode(binary(0, List.of("1", "2", "channel:é", "upload"), new byte[] {1, 2}));

        assertThat(frame.joinRef()).isEqualTo(Json.value("1"));
        assertThat(frame.ref()).isEqualTo(Json.value("2"));
        assertThat(frame.topic()).isEqualTo("channel:é");
        assertThat(frame.event()).isEqualTo("upload");
        assertThat(frame.payload()).isEmpty();
    }

    @Test
    void emptyBinaryRefsAreNull() {
        var frame = FrameCodec.decode(binary(0, List.of("", "", "t", "e"), new byte[0]));

        assertThat(frame.joinRef()).isEqualTo(JsonValue.NULL);
        assertThat(frame.ref()).isEqualTo(JsonValue.NULL);
    }

    @Test
    void binaryFieldMayHave255Bytes() {
        var topic = "é".repeat(127) + "x";

        assertThat(FrameCodec.decode(binary(0, List.of("", "", topic, "e"), new byte[0]))
                        .topic())
                .isEqualTo(topic);
    }

    @Test
    void binaryFieldOf256BytesCannotBeSaidAndReadsAsWhatItSays() {
        // its length byte is 0, so the topic is empty and the rest is read as what follows
        var frame = FrameCodec.decode(binary(0, List.of("", "", "x".repeat(256), "e"), new byte[0]));

        assertThat(frame.topic()).isEmpty();
        assertThat(frame.event()).isEqualTo("x");
    }

    @Test
    void truncatedBinaryFrameClosesWith1003() {
        var whole = binary(0, List.of("1", "2", "topic", "event"), new byte[0]);
        for (var length = 0; length < whole.remaining(); length++) {
            var part = whole.slice(0, length);
            assertThatThrownBy(() -> FrameCodec.decode(part))
                    .isInstanceOfSatisfying(
                            Unreadable.class, e -> assertThat(e.code().code()).isEqualTo(1003));
        }
    }

    @Test
    void otherKindsOfBinaryFramesCloseWith1003() {
        assertThatThrownBy(() -> FrameCodec.decode(binary(2, List.of("1", "2", "t", "e"), new byte[0])))
                .isInstanceOfSatisfying(
                        Unreadable.class, e -> assertThat(e.code().code()).isEqualTo(1003));
    }

    private static int code(String text) {
        try {
            FrameCodec.decode(text);
            throw new AssertionError("was read as a frame");
        } catch (Unreadable e) {
            return e.code().code();
        }
    }

    private static ByteBuffer binary(int kind, List<String> fields, byte[] data) {
        var out = new ByteArrayOutputStream();
        out.write(kind);
        fields.forEach(f -> out.write(f.getBytes(StandardCharsets.UTF_8).length));
        fields.forEach(f -> out.writeBytes(f.getBytes(StandardCharsets.UTF_8)));
        out.writeBytes(data);
        return ByteBuffer.wrap(out.toByteArray());
    }
}
