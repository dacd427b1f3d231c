package org.recado.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;

class ReceiptCodecTest {

    private static final ChannelId GENERAL = new ChannelId("general");

    @Test
    void whatIsStoredIsReadAsItWasWritten() {
        var receipt = new Receipt.Stored(
                Optional.of(new ClientId("k")),
                Optional.of(new MessageId(UUID.randomUUID())),
                18,
                GENERAL,
                Instant.parse("2025-01-03T12:00:00Z"),
                Instant.parse("2025-01-03T12:00:01.5Z"));
        assertThat(ReceiptCodec.decode(ReceiptCodec.encode(receipt))).isEqualTo(receipt);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsReadAsItWasWritten(Reason reason) {
        var receipt = new Receipt.Rejected(Optional.empty(), Optional.of(GENERAL), reason, "why");
        assertThat(ReceiptCodec.decode(ReceiptCodec.encode(receipt))).isEqualTo(receipt);
    }

    @Test
    void noTwoReasonsHaveOneNumber() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::number)).doesNotHaveDuplicates();
    }
}
