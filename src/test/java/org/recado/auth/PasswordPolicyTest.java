package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPolicyTest {

    private static final Set<String> NAMES = Set.of("ana.maria", "Ana Maria Lobo");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse",
                "só letras e espaços",
                "zwölfmal",
                "🐎🐎🐎🐎🐎🐎🐎🐎",
                "lowercaseonly",
                "ana.maria2"
            })
    void anythingLongEnoughMayBeAPassword(String password) {
        assertThat(PasswordPolicy.objection(password, NAMES)).isEmpty();
    }

    @Test
    void eightTo128CharactersAreCountedAsPeopleCount() {
        assertThat(PasswordPolicy.objection("sevench", NAMES))
                .hasValueSatisfying(w -> assertThat(w).contains("8 to 128"));
        // eight chars of Java, and four of anyone else
        assertThat(PasswordPolicy.objection("🐎🐎🐎🐎", NAMES)).isPresent();
        assertThat(PasswordPolicy.objection("🐎".repeat(128), NAMES)).isEmpty();
        assertThat(PasswordPolicy.objection("x".repeat(129), NAMES)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana.maria", "ANA.maria", " ana.maria ", "ana maria lobo"})
    void ownNameMayNotBe(String password) {
        assertThat(PasswordPolicy.objection(password, NAMES))
                .hasValueSatisfying(w -> assertThat(w).contains("own name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "PassWord", "12345678", "senha123", "qwertyuiop"})
    void commonestMayNotBe(String password) {
        assertThat(PasswordPolicy.objection(password, NAMES))
                .hasValueSatisfying(w -> assertThat(w).contains("commonest"));
    }

    @Test
    void listHoldsOnlyWhatWouldBeLongEnough() {
        assertThat(PasswordPolicy.commonest())
                .hasSizeGreaterThan(100)
                .allSatisfy(password -> assertThat(PasswordPolicy.objection(password, NAMES))
                        .hasValueSatisfying(w -> assertThat(w).contains("commonest")));
    }

    @Test
    void halfASurrogatePairIsNoText() {
        assertThat(PasswordPolicy.objection("correct \ud83d horse", NAMES)).isPresent();
    }

    @Test
    void sameCharactersAreTheSamePasswordHoweverTheyAreTyped() {
        assertThat(Passwords.matches("cafe\u0301 com leite", Passwords.hash("café com leite")))
                .isTrue();
    }
}
