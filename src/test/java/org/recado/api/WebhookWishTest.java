package org.recado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.platform.Fields;
import org.recado.platform.Outbound;
import org.recado.platform.Outside;

class WebhookWishTest {

    private final Outbound outbound = Outside.outbound("", Duration.ofSeconds(1));

    private WebhookWish wish(String url, String label) {
        var body =
                Json.createObjectBuilder().add("url", url).add("label", label).build();
        return WebhookWish.of(body.toString().getBytes(StandardCharsets.UTF_8), outbound);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/",
                "http://127.0.0.1/",
                "https://127.0.0.1/",
                "https://[::1]/",
                "file:///etc/passwd",
                "ftp://example.com/",
                "https://ana:secret@example.com/",
                "https://example.com/\nHost: x"
            })
    void whatIsNeverCalledIsRefusedByTheNameOfItsField(String url) {
        assertThatThrownBy(() -> wish(url, "l"))
                .isInstanceOf(Fields.Unfit.class)
                .hasMessageStartingWith("url: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void labelHasAtMostTwoHundredCharactersAndNoneForControl() {
        assertThat(wish("https://example.com/", " " + "😀".repeat(200)).label()).isEqualTo("😀".repeat(200));
        for (var label : new String[] {"x".repeat(201), "a\nb", "\u0000", "\u0085"}) {
            assertThatThrownBy(() -> wish("https://example.com/", label))
                    .isInstanceOf(Fields.Unfit.class)
                    .hasMessageStartingWith("label: ");
        }
    }
}
