package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LockoutTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "4, 0", "5, 1", "6, 2", "7, 4", "8, 8", "14, 512", "15, 900", "16, 900", "100, 900"})
    void delayDoublesUpToAQuarterOfAnHour(int failures, long seconds) {
        assertThat(Lockout.after(failures).toSeconds()).isEqualTo(seconds);
    }

    @Test
    void delayNeverOverflows() {
        assertThat(Lockout.after(Integer.MAX_VALUE).toMinutes()).isEqualTo(15);
    }
}
