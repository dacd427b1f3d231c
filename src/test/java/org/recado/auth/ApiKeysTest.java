package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.Callers.Fault;
import org.recado.auth.Callers.Verdict;
import org.recado.id.PersonName;
import org.recado.id.UserId;
import org.recado.platform.Database;

class ApiKeysTest {

    private static final EntityManagerFactory DATABASE = Database.of(Account.class, ApiKey.class, Bot.class);
    private static final UserId OPS = new UserId("ops");

    private final UserId bot = new UserId("bot-" + UUID.randomUUID());
    private final ApiKeys keys = new StoredKeys(DATABASE);
    private final KeyCheck check = new KeyCheck();

    @BeforeEach
    void makeBot() {
        assertThat(keys.makeBot(bot, new PersonName("Bot"), OPS)).isTrue();
        check.keys = keys;
    }

    @Test
    void keyNamesItsBotAndItsScopes() {
        var made = make(Set.of(Scope.WRITE), Optional.empty());
        assertThat(made.text()).matches("rk_" + made.key().id() + "_[A-Za-z0-9_-]{43}");
        assertThat(check.verify(made.text()))
                .isEqualTo(Verdict.yes(new Caller(
                        bot,
                        Set.of(),
                        Set.of(Scope.READ, Scope.WRITE),
                        Optional.empty(),
                        Optional.of(made.key().id()))));
    }

    @Test
    void onlyTheScopeMakesAnOperator() {
        assertThat(caller(make(Set.of(Scope.READ, Scope.WRITE), Optional.empty()))
                        .isOperator())
                .isFalse();
        assertThat(caller(make(Set.of(Scope.READ, Scope.OPERATOR), Optional.empty()))
                        .isOperator())
                .isTrue();
        assertThat(caller(make(Set.of(Scope.READ, Scope.OPERATOR), Optional.empty()))
                        .may(Scope.WRITE))
                .isFalse();
    }

    @Test
    void onlyTheHashOfTheSecretIsKept() throws Exception {
        var made = make(Set.of(Scope.READ), Optional.empty());
        var secret = made.text().substring(made.text().length() - 43);
        var hash = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
        var row = (String) in(em -> em.createNativeQuery(
                        "select cast(row_to_json(k) as text) from api_key k where id = :id", String.class)
                .setParameter("id", made.key().id())
                .getSingleResult());
        assertThat(row).contains(hash).doesNotContain(secret);
        assertThat(KeyText.parse(made.text()).orElseThrow().toString()).doesNotContain(secret);
    }

    @Test
    void anotherSecretIsInvalid() {
        var made = make(Set.of(Scope.READ), Optional.empty());
        var other = new KeyText(made.key().id(), KeyText.random().secret());
        assertThat(check.verify(other.text())).isEqualTo(Verdict.no(Fault.INVALID));
        assertThat(check.verify(KeyText.random().text())).isEqualTo(Verdict.no(Fault.INVALID));
        assertThat(check.verify(made.text() + "x")).isEqualTo(Verdict.no(Fault.INVALID));
    }

    @Test
    void keyWhoseTimeIsOverIsExpired() {
        var made = make(Set.of(Scope.READ), Optional.of(Instant.now().minusSeconds(1)));
        assertThat(check.verify(made.text())).isEqualTo(Verdict.no(Fault.EXPIRED));
        assertThat(ended(made)).isTrue();
    }

    @Test
    void revokedKeyIsInvalidForGood() {
        var made = make(Set.of(Scope.READ), Optional.of(Instant.now().plusSeconds(60)));
        assertThat(ended(made)).isFalse();
        assertThat(keys.revoke(bot, made.key().id())).isTrue();
        var first = keys.find(made.key().id()).orElseThrow().revokedAt();
        assertThat(keys.revoke(bot, made.key().id())).isTrue();

        assertThat(check.verify(made.text())).isEqualTo(Verdict.no(Fault.INVALID));
        assertThat(ended(made)).isTrue();
        assertThat(keys.find(made.key().id()).orElseThrow().revokedAt())
                .isPresent()
                .isEqualTo(first);
    }

    @Test
    void keyOfOneBotIsNotAnothers() {
        var made = make(Set.of(Scope.READ), Optional.empty());
        var other = new UserId("bot-" + UUID.randomUUID());
        keys.makeBot(other, new PersonName("Other"), OPS);
        assertThat(keys.revoke(other, made.key().id())).isFalse();
        assertThat(keys.of(other)).isEmpty();
        assertThat(keys.of(bot))
                .extracting(ApiKey::id)
                .containsExactly(made.key().id());
    }

    @Test
    void keyThatIsNowhereHasEnded() {
        assertThat(keys.ended(List.of("0123456789abcdef"))).containsExactly("0123456789abcdef");
    }

    @Test
    void whoIsNoBotGetsNoKey() {
        var nobody = new ApiKey.Wish(
                new UserId("nobody-" + UUID.randomUUID()), new PersonName("k"), Set.of(Scope.READ), Optional.empty());
        assertThat(keys.make(nobody, OPS)).isEmpty();
    }

    @Test
    void idThatIsTakenMakesNoBot() {
        assertThat(keys.makeBot(bot, new PersonName("Again"), OPS)).isFalse();
        assertThat(keys.bots()).extracting(Bot::user).contains(bot);
    }

    @Test
    void useIsKeptOnceAMinute() {
        var made = make(Set.of(Scope.READ), Optional.empty());
        check.keepUses();
        assertThat(lastUsed(made)).isEmpty();
        check.verify(made.text());
        check.keepUses();
        var first = lastUsed(made);
        check.verify(made.text());
        check.keepUses();
        assertThat(first).isPresent();
        assertThat(lastUsed(made)).isEqualTo(first);
    }

    @Test
    void newcomerIsMadeOnceWhoeverSeesThemFirst() {
        var zoe = new UserId("zoe-" + UUID.randomUUID());
        var together = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> admits(zoe, "Zoe " + i, true), work -> new Thread(work).start()))
                .toList();
        assertThat(together).allMatch(CompletableFuture::join);
        assertThat(people(zoe)).isEqualTo(1);
    }

    @Test
    void newcomerDoesNotBecomeABotOrAnAccount() {
        var ana = new UserId("ana-" + UUID.randomUUID());
        in(em -> People.insert(em, ana, new PersonName("Ana")));
        in(em -> em.createNativeQuery(
                        "insert into account (user_id, password_hash, operator) values (:ana, 'none', false)")
                .setParameter("ana", ana.value())
                .executeUpdate());
        assertThat(admits(bot, "Bot", false)).isFalse();
        assertThat(admits(ana, "Ana", true)).isFalse();
        assertThat(admits(ana, "Ana", false)).isTrue();
    }

    private boolean admits(UserId user, String name, boolean accountsAreOn) {
        return in(em -> {
            var newcomers = new Newcomers();
            newcomers.em = em;
            newcomers.accountsAreOn = accountsAreOn;
            return newcomers.admit(user, new PersonName(name));
        });
    }

    private static long people(UserId user) {
        return in(em -> ((Number) em.createNativeQuery("select count(*) from person where id = :id")
                        .setParameter("id", user.value())
                        .getSingleResult())
                .longValue());
    }

    private ApiKeys.Made make(Set<Scope> scopes, Optional<Instant> expiresAt) {
        return keys.make(new ApiKey.Wish(bot, new PersonName("k"), scopes, expiresAt), OPS)
                .orElseThrow();
    }

    private Caller caller(ApiKeys.Made made) {
        return check.verify(made.text()).caller().orElseThrow();
    }

    private boolean ended(ApiKeys.Made made) {
        return keys.ended(Set.of(made.key().id())).contains(made.key().id());
    }

    private Optional<Instant> lastUsed(ApiKeys.Made made) {
        return keys.find(made.key().id()).orElseThrow().lastUsedAt();
    }

    private static <T> T in(Function<EntityManager, T> work) {
        return StoredKeys.inTransaction(DATABASE, work);
    }
}
