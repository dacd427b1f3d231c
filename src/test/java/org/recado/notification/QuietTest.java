package org.recado.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietTest {

    @ParameterizedTest
    @CsvSource({
        // over midnight, three hours behind UTC
        "22:00, 07:00, America/Sao_Paulo, 2026-06-01T00:59:59Z, false",
        "22:00, 07:00, America/Sao_Paulo, 2026-06-01T01:00:00Z, true",
        "22:00, 07:00, America/Sao_Paulo, 2026-06-01T09:59:59Z, true",
        "22:00, 07:00, America/Sao_Paulo, 2026-06-01T10:00:00Z, false",
        // within a day
        "12:00, 13:00, UTC, 2026-06-01T12:00:00Z, true",
        "12:00, 13:00, UTC, 2026-06-01T13:00:00Z, false",
        "12:00, 13:00, UTC, 2026-06-01T11:59:59Z, false",
        // all day
        "08:00, 08:00, UTC, 2026-06-01T03:00:00Z, true",
        "08:00, 08:00, UTC, 2026-06-01T08:00:00Z, true",
        // the hour that comes twice when summer time ends, and the one that never comes when it begins
        "02:00, 03:00, Europe/Lisbon, 2026-10-25T02:30:00Z, true",
        "01:00, 02:00, Europe/Lisbon, 2026-10-25T00:30:00Z, true",
        "01:00, 02:00, Europe/Lisbon, 2026-10-25T01:30:00Z, true",
        "01:00, 02:00, Europe/Lisbon, 2026-03-29T01:00:00Z, false",
        "00:30, 02:30, Europe/Lisbon, 2026-03-29T01:15:00Z, true"
    })
    void hoursAreThoseOfThePlace(LocalTime from, LocalTime to, String zone, Instant at, boolean isQuiet) {
        assertThat(new Quiet(from, to, ZoneId.of(zone)).isAt(at)).isEqualTo(isQuiet);
    }
}
