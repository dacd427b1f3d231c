package org.recado.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.platform.Fields;

class SheetCodecTest {

    private static final Meta ANA = new Meta("ana", "s-1", "2026-01-01T00:00:00Z")
            .saying(Json.createObjectBuilder().add("status", "é").build());

    @Test
    void listComesBackAsItWas() {
        var sheet = Sheet.of(List.of(ANA, new Meta("bruno", "s-2", "2026-01-01T00:00:01Z")), 2);

        assertThat(SheetCodec.decode(SheetCodec.encode(sheet))).isEqualTo(sheet);
    }

    @Test
    void countComesBackAsItWas() {
        var sheet = Sheet.of(List.of(ANA, new Meta("ana", "s-2", "2026-01-01T00:00:01Z")), 1);

        assertThat(SheetCodec.decode(SheetCodec.encode(sheet))).isEqualTo(new Sheet(2, List.of(), Set.of("ana")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"connections\":1}",
                "{\"connections\":1,\"metas\":[1]}",
                "{\"connections\":1,\"metas\":[{}]}",
                "{\"connections\":1,\"users\":[1]}",
                "{\"connections\":1,\"metas\":1}"
            })
    void whatIsNoSheetIsUnfit(String json) {
        assertThatThrownBy(() -> SheetCodec.decode(json)).isInstanceOf(Fields.Unfit.class);
    }
}
