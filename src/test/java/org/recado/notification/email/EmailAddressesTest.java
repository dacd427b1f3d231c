package org.recado.notification.email;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManagerFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.InTransactions;
import org.recado.channel.Person;
import org.recado.id.UserId;
import org.recado.notification.Address;
import org.recado.notification.Addresses;
import org.recado.notification.AddressesOf;
import org.recado.notification.Way.Answer;
import org.recado.notification.email.Confirmations.Question;
import org.recado.platform.Database;

/** Whose address is used, and what is asked of whom, on a real PostgreSQL. */
class EmailAddressesTest {

    private static final EmailAddress OLD = new EmailAddress("old@example.org");
    private static final EmailAddress NEW = new EmailAddress("new@example.org");
    private static final Answer SENT = new Answer.Sent("250");
    private static final Answer LATER = new Answer.Later("450", Optional.empty());

    private final UserId user = new UserId("e-" + UUID.randomUUID());
    private final EntityManagerFactory database = Database.of(Address.class, Person.class);
    private Addresses all;
    private Confirmations confirmations;
    private EmailAddresses addresses;

    @BeforeEach
    void wire() throws ReflectiveOperationException {
        var transactions = new InTransactions(database);
        all = AddressesOf.database(transactions);
        confirmations = transactions.of(Confirmations.class);
        confirmations.em = transactions.em();
        addresses = transactions.of(EmailAddresses.class);
        addresses.em = transactions.em();
        addresses.addresses = all;
        addresses.confirmations = confirmations;
        run("delete from email_confirmation");
        try (var em = database.createEntityManager()) {
            em.getTransaction().begin();
            em.persist(new Person(user, "Bruno", Instant.now()));
            em.getTransaction().commit();
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void run(String sql) {
        try (var em = database.createEntityManager()) {
            em.getTransaction().begin();
            em.createNativeQuery(sql).executeUpdate();
            em.getTransaction().commit();
        }
    }

    private List<String> used() {
        return all.of(user).stream()
                .filter(Address::isConfirmed)
                .map(Address::address)
                .toList();
    }

    private List<String> known() {
        return all.of(user).stream().map(Address::address).toList();
    }

    private UUID asked(EmailAddress email) {
        addresses.ask(user, email);
        var question = confirmations.claim().orElseThrow();
        assertThat(question.to()).isEqualTo(email);
        assertThat(question.user()).isEqualTo(user);
        confirmations.settle(question, SENT);
        return question.address();
    }

    @Test
    void anAddressIsUsedOnceItIsConfirmed() {
        var id = asked(OLD);
        assertThat(used()).isEmpty();
        assertThat(addresses.confirm(id)).isTrue();
        assertThat(addresses.confirm(id)).isTrue();
        assertThat(used()).containsExactly(OLD.value());
        assertThat(confirmations.claim()).isEmpty();
    }

    @Test
    void theOneInUseStaysUntilTheNextIsConfirmed() {
        addresses.confirm(asked(OLD));
        var next = asked(NEW);
        assertThat(used()).containsExactly(OLD.value());
        addresses.confirm(next);
        assertThat(known()).containsExactly(NEW.value());
    }

    @Test
    void onlyTheLastThatWasAskedCanBeConfirmed() {
        var first = asked(OLD);
        var second = asked(NEW);
        assertThat(known()).containsExactly(NEW.value());
        assertThat(addresses.confirm(first)).isFalse();
        assertThat(addresses.confirm(second)).isTrue();
    }

    @Test
    void theOneInUseIsNotAskedAgainAndOneThatWaitsIs() {
        addresses.confirm(asked(OLD));
        addresses.ask(user, OLD);
        assertThat(confirmations.claim()).isEmpty();
        assertThat(asked(NEW)).isEqualTo(asked(NEW));
        addresses.ask(user, OLD);
        assertThat(known()).containsExactly(OLD.value());
    }

    @Test
    void whatIsRemovedIsConfirmedByNobody() {
        var id = asked(OLD);
        addresses.remove(id);
        addresses.remove(id);
        assertThat(addresses.confirm(id)).isFalse();
        assertThat(known()).isEmpty();
    }

    @Test
    void aMailThatIsNotTakenNowIsTriedAgainForADay() {
        addresses.ask(user, OLD);
        var question = claimed();
        assertThat(confirmations.claim()).as("another node meanwhile").isEmpty();
        confirmations.settle(question, LATER);
        assertThat(confirmations.claim()).as("at once").isEmpty();
        run("update email_confirmation set next_at = now()");
        var again = claimed();
        assertThat(again.attempts()).isEqualTo(2);
        assertThat(again.askedAt()).isEqualTo(question.askedAt());
        run("update email_confirmation set created_at = now() - interval '25 hours', next_at = now()");
        confirmations.settle(again, LATER);
        assertThat(confirmations.claim()).isEmpty();
        assertThat(all.of(user).get(0).goneAt()).isPresent();
    }

    @Test
    void anAddressThatTakesNothingIsShownSoAndCanBeAskedAgain() {
        addresses.ask(user, OLD);
        confirmations.settle(claimed(), new Answer.Gone("550"));
        assertThat(all.of(user).get(0).goneAt()).isPresent();
        addresses.confirm(asked(OLD));
        assertThat(all.of(user).get(0).goneAt()).isEmpty();
    }

    private Question claimed() {
        return confirmations.claim().orElseThrow();
    }
}
