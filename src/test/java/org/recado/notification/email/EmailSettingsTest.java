package org.recado.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is missing or wrong stops the start, and says which key it is. */
class EmailSettingsTest {

    private static EmailSettings with(Consumer<EmailSettings> change) {
        var settings = Settled.settings(25);
        change.accept(settings);
        return settings;
    }

    private static void names(String key, Consumer<EmailSettings> change) {
        assertThatThrownBy(with(change)::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(key);
    }

    @Test
    void withoutAServerNothingElseIsNeeded() {
        var off = with(s -> {
            s.host = Optional.empty();
            s.fromText = Optional.empty();
            s.publicUrl = Optional.empty();
        });
        off.start();
        assertThat(off.isOn()).isFalse();
    }

    @Test
    void withAServerASenderAndAnAddressForLinksAre() {
        names("recado.email.from must", s -> s.fromText = Optional.empty());
        names("recado.http.public-url must", s -> s.publicUrl = Optional.empty());
    }

    @Test
    void whatCannotBeIsRefused() {
        names("recado.email.from must", s -> s.fromText = Optional.of("a@example.org, b@example.org"));
        names("recado.email.from must", s -> s.fromText = Optional.of("Recado"));
        names("recado.email.language must be one of [en, pt]", s -> s.language = "fr");
        names("recado.email.smtp-security must be one of [starttls, tls, none]", s -> s.securityName = "ssl");
        for (var url : new String[] {
            "chat.example.org", "ftp://x.org", "https://x.org/chat?a", "https://u@x.org#b", "https://x.org?a", "https:"
        }) {
            names("recado.http.public-url must", s -> s.publicUrl = Optional.of(url));
        }
    }

    @Test
    void aPasswordIsNeverSentInTheClear() {
        names("recado.email.smtp-security must be starttls or tls", s -> {
            s.user = Optional.of("u");
            s.password = Optional.of("p");
        });
        names("recado.email.smtp-user and", s -> s.user = Optional.of("u"));
    }

    @Test
    void thePublicAddressMayEndWithASlash() {
        var settings = with(s -> s.publicUrl = Optional.of("http://127.0.0.1:8080/"));
        settings.start();
        assertThat(settings.base()).hasToString("http://127.0.0.1:8080/");
    }

    @Test
    void thePublicAddressMayHaveAContextPath() {
        for (var url : new String[] {"https://example.org/chat", "https://example.org/chat/"}) {
            var settings = with(s -> s.publicUrl = Optional.of(url));
            settings.start();
            assertThat(settings.base()).hasToString("https://example.org/chat/");
        }
    }
}
