package org.recado.platform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "secret", "[1]", "{", "{\"secret\":1,\"secret\":2}", "{\"a\":01}", "{'a':1}", "{} {}"})
    void whatIsNoObjectIsRefusedAndNeverQuoted(String text) {
        assertThatThrownBy(() -> Json.object(text))
                .isInstanceOf(Json.NotJson.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void tenThousandLevelsAreTooDeep() {
        assertThatThrownBy(() -> Json.structure("[".repeat(10_000))).isInstanceOf(Json.NotJson.class);
        assertThatThrownBy(() -> Json.object("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)))
                .isInstanceOf(Json.NotJson.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E99999999999", "-1e-99999999999", "1E2147483649"})
    void numberThatNothingCanHoldIsNoJson(String number) {
        assertThatThrownBy(() -> Json.object("{\"n\":" + number + "}")).isInstanceOf(Json.NotJson.class);
    }

    @Test
    void bytesMustBeUtf8() {
        assertThatThrownBy(() -> Json.object(new byte[] {'{', (byte) 0xc3, '}'}))
                .isInstanceOf(Json.NotJson.class);
        assertThat(Json.object("{\"a\":\"olá\"}".getBytes(UTF_8)).getString("a"))
                .isEqualTo("olá");
    }

    @Test
    void aFieldSaysWhatIsWrongWithIt() {
        var fields = new Fields(Json.object("{\"n\":1.5,\"big\":1e30,\"t\":5,\"none\":null}"));
        assertThatThrownBy(() -> fields.number("n")).hasMessage("n: must be a whole number");
        assertThatThrownBy(() -> fields.number("big")).hasMessageStartingWith("big: ");
        assertThatThrownBy(() -> fields.text("t")).hasMessage("t: must be a string");
        assertThatThrownBy(() -> fields.text("absent")).hasMessage("absent: missing");
        assertThat(fields.optionalText("none")).isEmpty();
    }
}
