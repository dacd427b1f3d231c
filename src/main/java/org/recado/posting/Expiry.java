package org.recado.posting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.history.MessageArchive;
import org.recado.history.RecentMessages;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/**
 * Takes the texts away whose time is over, so many a step and so many steps a round. They become deleted at their own
 * place: no seq is taken and nobody is told, since everyone knows the rule beforehand.
 */
@ApplicationScoped
class Expiry {

    private static final System.Logger LOG = System.getLogger(Expiry.class.getName());
    private static final int MOST_STEPS = 100;

    @Inject
    @ConfigProperty(name = "recado.history.retention-days")
    Optional<Integer> retentionDays;

    @Inject
    @ConfigProperty(name = "recado.history.expiry-interval-seconds")
    long intervalSeconds;

    @Inject
    ExpiryRows rows;

    @Inject
    MessageArchive archive;

    @Inject
    RecentMessages recent;

    @Inject
    Node node;

    @Inject
    Meters meters;

    @Inject
    Rounds rounds;

    void start(@Observes Ready ready) {
        if (node.isCore()) {
            rounds.everyAlone(Duration.ofSeconds(intervalSeconds), "expiry of messages", this::round);
        }
    }

    void round() {
        for (var step = 0; step < MOST_STEPS; step++) {
            var due = rows.take(retentionDays);
            if (due.isEmpty()) {
                return;
            }
            expire(due.get());
        }
        LOG.log(System.Logger.Level.INFO, "more messages are over than one round takes away");
    }

    // PostgreSQL first, where it keeps an edit from bringing the text back; each step may be done again
    private void expire(ExpiryRows.Due due) {
        archive.expire(due.channel(), due.messages());
        recent.forget(due.channel());
        rows.done(due);
        meters.count("recado.history.expired", due.messages().size());
    }
}
