package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a token of the issuer is of. */
class OutsideClaimsTest extends OutsideStage {

    @Test
    void firstClaimThatIsThereNamesTheUserAndIsNeverBent() {
        startUp();
        assertThat(user(c -> c.claim("upn", "z@x").claim("preferred_username", "zoe")))
                .contains("z@x");
        assertThat(user(c -> c.claim("preferred_username", "zoe"))).contains("zoe");
        assertThat(user(c -> c)).contains("sub");
        for (var unfit : List.<Object>of("", "Zoe Maria", "z".repeat(65), "zo\u00e9", "zoe\n", 7, List.of("zoe"))) {
            assertThat(user(c -> c.claim("upn", unfit).claim("preferred_username", "zoe")))
                    .isEmpty();
        }
    }

    @Test
    void claimThatIsSetNamesTheUserAndNoOther() {
        settings.userClaim = Optional.of("employee");
        startUp();
        assertThat(user(c -> c.claim("employee", "z.7"))).contains("z.7");
        assertThat(user(c -> c.claim("upn", "zoe"))).isEmpty();
    }

    @Test
    void nameIsWhatCanBeSeenOfTheClaim() {
        startUp();
        assertThat(name(c -> c.claim("name", " Zo\u00e9\u202E\u200B Maria\n"))).isEqualTo("Zo\u00e9 Maria");
        assertThat(name(c -> c.claim("name", "\u200B"))).isEqualTo("sub");
        assertThat(name(c -> c.claim("name", List.of("x")))).isEqualTo("sub");
        assertThat(name(c -> c)).isEqualTo("sub");
        assertThat(name(c -> c.claim("name", "n".repeat(100)))).hasSize(64);
    }

    @Test
    void nobodyIsAnOperatorUnlessItIsSetWhoIs() {
        startUp();
        assertThat(isOperator(c -> c.claim("groups", List.of("operator", "admin"))))
                .isFalse();
    }

    @Test
    void roleThatIsSetMakesAnOperator() {
        settings.operatorRole = Optional.of("chat-ops");
        startUp();
        assertThat(isOperator(c -> c.claim("groups", List.of("x", "chat-ops")))).isTrue();
        assertThat(isOperator(c -> c.claim("groups", "chat-ops"))).isTrue();
        assertThat(isOperator(c -> c.claim("groups", List.of("operator", "chat-ops2"))))
                .isFalse();
        assertThat(isOperator(c -> c.claim("groups", Map.of("chat-ops", true)))).isFalse();
        assertThat(isOperator(c -> c.claim("roles", List.of("chat-ops")))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"realm_access.roles", "https://x.example/roles"})
    void rolesAreFoundByTheirPathOrByTheirWholeName(String claim) {
        settings.operatorRole = Optional.of("chat-ops");
        settings.rolesClaim = claim;
        startUp();
        assertThat(isOperator(c -> c.claim("realm_access", Map.of("roles", List.of("chat-ops")))
                        .claim("https://x.example/roles", List.of("chat-ops"))))
                .isTrue();
        assertThat(isOperator(c -> c.claim("realm_access", "chat-ops"))).isFalse();
    }

    private Optional<String> user(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return callers.verify(issuer.token(claims.apply(issuer.claims("sub"))))
                .caller()
                .map(c -> c.user().value());
    }

    private String name(UnaryOperator<JWTClaimsSet.Builder> claims) {
        seen.clear();
        callers.verify(issuer.token(claims.apply(issuer.claims("sub"))));
        return seen.get(0).name().value();
    }

    private boolean isOperator(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return callers.verify(issuer.token(claims.apply(issuer.claims("sub"))))
                .caller()
                .orElseThrow()
                .isOperator();
    }
}
