package org.recado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {

    @Test
    void theDocumentIsWhatTheListAndTheCodeSay() throws IOException {
        assertThat(ConfigDocument.FILE).content().isEqualTo(ConfigDocument.text());
    }

    @Test
    void everyKeyHasAKindAndAWord() throws IOException {
        assertThat(ConfigDocument.text()).doesNotContain("| null").doesNotContain("|  |\n");
    }

    @Test
    void whatMustBeGivenAndKeptSecretSaysSo() throws IOException {
        assertThat(ConfigDocument.text())
                .contains("| `recado.auth.token-secret` | text, **secret** | **to be given** |")
                .contains("| `recado.datasource.url` | text | **to be given** |")
                .contains("| `recado.node` | text |  |");
    }
}
