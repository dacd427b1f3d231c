package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerSettingsTest {

    private final IssuerSettings settings = new IssuerSettings();

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void fill() {
        settings.issuer = Optional.of("https://login.example.org/realms/x");
        settings.keysLocation = Optional.of("https://login.example.org/keys");
        settings.audiences = Optional.of("recado, chat ,");
        settings.skewSeconds = 60;
        settings.userClaim = Optional.empty();
        settings.rolesClaim = "groups";
        settings.operatorRole = Optional.of(" ");
    }

    @Test
    void withoutAnIssuerThereIsNone() {
        settings.issuer = Optional.of(" ");
        settings.keysLocation = Optional.empty();
        assertThat(settings.issuer()).isEmpty();
    }

    @Test
    void whatIsSetCounts() {
        var issuer = settings.issuer().orElseThrow();
        assertThat(issuer.keys()).isEqualTo(URI.create("https://login.example.org/keys"));
        assertThat(issuer.audiences()).isEqualTo(Set.of("recado", "chat"));
        assertThat(issuer.userClaims()).containsExactly("upn", "preferred_username", "sub");
        assertThat(issuer.operatorRole()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.org/keys",
                "http://127.0.0.1.example.org/keys",
                "file:///keys.json",
                "/META-INF/key.pem",
                "https:keys",
                "https://user:secret@login.example.org/keys",
                "https://login example.org"
            })
    void keysFromWhereAnyoneCouldChangeThemStopTheStart(String location) {
        settings.keysLocation = Optional.of(location);
        refusedBecauseOf("mp.jwt.verify.publickey.location");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8180/keys", "http://localhost/keys", "http://[::1]:8180/keys"})
    void thisMachineNeedsNoTls(String location) {
        settings.keysLocation = Optional.of(location);
        assertThat(settings.issuer()).isPresent();
    }

    @Test
    void missingKeysOrAudiencesOrAWildClockStopTheStart() {
        settings.skewSeconds = 301;
        refusedBecauseOf("mp.jwt.verify.clock.skew");
        settings.audiences = Optional.of(" , ");
        settings.skewSeconds = 0;
        refusedBecauseOf("mp.jwt.verify.audiences");
        settings.audiences = Optional.empty();
        refusedBecauseOf("mp.jwt.verify.audiences");
        settings.keysLocation = Optional.empty();
        refusedBecauseOf("mp.jwt.verify.publickey.location");
    }

    @Test
    void ourOwnNameIsNobodyElses() {
        settings.issuer = Optional.of("recado");
        refusedBecauseOf("mp.jwt.verify.issuer");
    }

    private void refusedBecauseOf(String key) {
        assertThatThrownBy(settings::issuer)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(key);
    }
}
