package org.recado.ops;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.history.MessageArchive;
import org.recado.history.RecentMessages;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.notification.Notifications;
import org.recado.ops.Traced.Step;
import org.recado.ops.Way.Proofs;
import org.recado.platform.Nodes;
import org.recado.timeline.Mark;
import org.recado.timeline.Sightings;
import org.recado.timeline.Sightings.Seen;
import redis.clients.jedis.exceptions.JedisException;

/** Finds a message by what somebody has of it, and its way. */
@ApplicationScoped
class Timelines {

    private static final int MOST_NOTIFICATIONS = 50;

    /**
     * What was found.
     *
     * @param message absent where it is not stored, as far as is known
     * @param isWhole whether Redis could be asked what the nodes saw
     */
    record Found(Optional<Traced> message, List<Step> steps, boolean isWhole) {}

    @Inject
    Nodes nodes;

    @Inject
    TracedRows rows;

    @Inject
    Sightings sightings;

    @Inject
    MessageArchive archive;

    @Inject
    RecentMessages recent;

    @Inject
    Notifications notifications;

    /** By a message's id, a client id or an AMQP message id; the ledger's key needs the channel and the sender too. */
    Found find(String id, Optional<ChannelId> channel, Optional<UserId> sender) {
        var keys = List.of("c:" + id, "m:" + id);
        var row = uuid(id).flatMap(rows::byId);
        if (row.isEmpty() && channel.isPresent() && sender.isPresent()) {
            row = rows.byKey(channel.get(), sender.get(), keys);
        }
        return row.map(this::way).orElseGet(() -> byKey(keys));
    }

    private Found byKey(List<String> keys) {
        var seen = asked(
                        () -> sightings.of(names(), keys.stream().map(Mark::key).toList()))
                .orElseThrow(() -> new Refused(Reason.UNAVAILABLE, "Redis does not answer"));
        var stored = seen.takes().stream()
                .max(Comparator.comparing((Sightings.Take t) -> t.took().taken()))
                .flatMap(t -> rows.byId(t.mark().message()));
        if (stored.isPresent()) {
            return way(stored.get());
        }
        if (seen.isEmpty()) {
            throw new Refused(Reason.NOT_FOUND, "no such message, or its node's notes are gone");
        }
        return new Found(Optional.empty(), Way.of(seen, Proofs.none()), true);
    }

    private Found way(Traced message) {
        var key = message.clientId().map(c -> Mark.key("c:" + c));
        var place = Mark.place(message.channel(), message.sender());
        var seen = asked(() -> sightings.of(names(), message.id(), key, place, message.begun(), message.stored()));
        var nothing = new Seen(List.of(), List.of(), List.of());
        return new Found(
                Optional.of(message),
                Way.of(seen.orElse(nothing), proofs(message, seen.orElse(nothing))),
                seen.isPresent());
    }

    // of what a core was seen to do the stores need not be asked, so that the way is told while one of them is away
    private Proofs proofs(Traced m, Seen seen) {
        var isUnseen = seen.takes().isEmpty();
        var isArchived =
                isUnseen && !archive.events(m.channel(), m.seq(), m.seq()).isEmpty();
        var lookup = new Notifications.Lookup(
                Optional.empty(), Optional.of(m.channel()), Optional.of(m.seq()), Optional.empty(), Optional.empty());
        return new Proofs(
                Optional.of(m.stored()),
                isArchived,
                isUnseen && recent.holds(m.channel(), m.seq()),
                m.readers(),
                notifications.page(lookup, Optional.empty(), MOST_NOTIFICATIONS));
    }

    private Collection<String> names() {
        try {
            return nodes.known().stream().map(Nodes.Known::name).toList();
        } catch (SQLException e) {
            throw new Refused(Reason.UNAVAILABLE, "PostgreSQL does not answer");
        }
    }

    private interface Question {
        Seen ask();
    }

    private static Optional<Seen> asked(Question question) {
        try {
            return Optional.of(question.ask());
        } catch (JedisException e) {
            return Optional.empty();
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(MessageId.parse(text).value());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
