package org.recado.notification.email;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Optional;
import org.recado.notification.Way.Answer;
import org.recado.notification.email.Confirmations.Question;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/** Sends the mails that ask, on every core, one after the other. */
@ApplicationScoped
class Confirming {

    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int MOST = 50;

    @Inject
    EmailSettings settings;

    @Inject
    Confirmations confirmations;

    @Inject
    Links links;

    @Inject
    Smtp smtp;

    @Inject
    Node node;

    @Inject
    Rounds rounds;

    @Inject
    Meters meters;

    void start(@Observes Ready ready) {
        if (node.isCore() && settings.isOn()) {
            rounds.everyAlone(EVERY, "mails that ask", this::round);
        }
    }

    void round() {
        Optional<Question> due = confirmations.claim();
        for (var sent = 1; due.isPresent(); sent++) {
            var answer = send(due.get());
            meters.count(
                    "recado.notification.confirmations",
                    "outcome",
                    answer.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
            confirmations.settle(due.get(), answer);
            due = sent < MOST ? confirmations.claim() : Optional.empty();
        }
    }

    private Answer send(Question question) {
        var mail = Asking.mail(question, settings.words(), links.host(), links.confirm(question.address()));
        try {
            return smtp.send(Envelope.around(mail, settings.from(), links.host(), settings.words()));
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail could not be written", e);
        }
    }
}
