package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CloseCodeTest {

    private static final int STAY_AWAY = 1000;

    @Test
    void noClientIsToldToStayAway() {
        assertThat(Arrays.stream(CloseCode.values()).map(CloseCode::code))
                .doesNotHaveDuplicates()
                .doesNotContain(STAY_AWAY);
    }
}
