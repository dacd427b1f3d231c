package org.recado.presence;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.platform.Fields;
import org.recado.platform.Json;

class OwnWordsTest {

    private final OwnWords words = new OwnWords(30);

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\":\"away\"}", "{\"status\":{\"a\":[1,\"é\",null]}}"})
    void smallObjectMayBeSaid(String json) {
        assertThatCode(() -> words.check(Json.object(json))).doesNotThrowAnyException();
    }

    @Test
    void sizeIsInBytesOfJson() {
        var most = "{\"status\":\"" + "x".repeat(17) + "\"}";
        assertThatCode(() -> words.check(Json.object(most))).doesNotThrowAnyException();
        assertThatThrownBy(() -> words.check(Json.object(most.replace("xx", "éx"))))
                .isInstanceOf(Fields.Unfit.class)
                .hasMessage("payload: over 30 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phx_ref", "phx_ref_prev", "online_at"})
    void serversOwnNamesMayNotBeSaid(String name) {
        assertThatThrownBy(() -> words.check(Json.object("{\"" + name + "\":1}")))
                .isInstanceOf(Fields.Unfit.class)
                .hasMessageStartingWith(name);
    }

    @Test
    void halfASurrogatePairCannotBeTold() {
        assertThatThrownBy(() -> words.check(Json.object("{\"status\":\"\\ud83d\"}")))
                .isInstanceOf(Fields.Unfit.class)
                .hasMessageContaining("surrogate");
    }
}
