package org.recado.posting;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.recado.channel.Channel;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.channel.Sanction;
import org.recado.command.Command;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.EraseMessage;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Command.OfErased;
import org.recado.command.Command.OfMember;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Node;

/**
 * Who may, seen before, which seq: one transaction a batch, with the same few statements whatever its size. It locks the
 * batch's channels first, so a channel has one writer at a time whoever else consumes.
 */
@ApplicationScoped
@Transactional
public class Ledger {

    private final NoArgGenerator ids = Generators.timeBasedEpochGenerator();

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    Node node;

    /**
     * What became of a batch.
     *
     * @param outcomes one for each command, in their order
     * @param lastSeqs the last seq of each channel that was asked for and is there
     * @param moved the cursors that have moved
     */
    record Posted(List<Outcome> outcomes, Map<ChannelId, Long> lastSeqs, List<Cursors.Moved> moved) {}

    Posted post(List<Asked> batch) {
        var known = read(batch);
        var rows = new Batch(em, node.name());
        var walk = new Walk(known, rows, Instant.now().truncatedTo(ChronoUnit.MILLIS), ids::generate);
        var outcomes = batch.stream().map(walk::take).toList();
        return new Posted(outcomes, known.lastSeqs(), rows.write());
    }

    private Known read(List<Asked> batch) {
        var known = new Known();
        if (!batch.isEmpty()) {
            var commands = batch.stream().map(Asked::command).toList();
            known.channels(channels(commands));
            known.members(members(commands));
            readOfModeration(commands, known);
            known.persons(persons(strangers(commands, known), false));
            known.erased(persons(erased(commands), true));
            var posted = posted(batch);
            known.posted(posted);
            known.messages(messages(commands, posted));
        }
        return known;
    }

    // in the order of their ids, so that two that lock the same rows never wait for each other
    @SuppressWarnings("unchecked")
    private List<Channel> channels(List<Command> commands) {
        return em.createNativeQuery("""
                        select c.* from channel c where c.id = any(cast(:ids as varchar[]))
                        order by c.id for no key update""", Channel.class)
                .setParameter(
                        "ids",
                        array(commands.stream().map(c -> c.channel().value()).distinct()))
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    private List<Membership> members(List<Command> commands) {
        var keys = new HashSet<Membership.Key>();
        for (var command : commands) {
            people(command)
                    .forEach(user ->
                            keys.add(new Membership.Key(command.channel().value(), user.value())));
        }
        var inOrder = List.copyOf(keys);
        return em.createNativeQuery("""
                        select m.* from membership m
                        join unnest(cast(:channels as varchar[]), cast(:users as varchar[])) as k (channel_id, user_id)
                        on m.channel_id = k.channel_id and m.user_id = k.user_id""", Membership.class)
                .setParameter("channels", array(inOrder.stream().map(Membership.Key::channelId)))
                .setParameter("users", array(inOrder.stream().map(Membership.Key::userId)))
                .getResultList();
    }

    // few batches have such commands, and the others need not ask
    private void readOfModeration(List<Command> commands, Known known) {
        var moderating = commands.stream().filter(OfMember.class::isInstance).toList();
        if (!moderating.isEmpty()) {
            var channels = moderating.stream().map(c -> c.channel().value()).distinct();
            known.members(em.createQuery(
                            "select m from Membership m where m.channelId in :channels and m.role = :owner",
                            Membership.class)
                    .setParameter("channels", channels.toList())
                    .setParameter("owner", Role.OWNER)
                    .getResultList());
            known.sanctions(sanctions(moderating));
        }
    }

    @SuppressWarnings("unchecked")
    private List<Sanction> sanctions(List<Command> moderating) {
        return em.createNativeQuery("""
                        select s.* from sanction s
                        join unnest(cast(:channels as varchar[]), cast(:users as varchar[])) as k (channel_id, user_id)
                        on s.channel_id = k.channel_id and s.user_id = k.user_id""", Sanction.class)
                .setParameter(
                        "channels",
                        array(moderating.stream().map(c -> c.channel().value())))
                .setParameter(
                        "users",
                        array(moderating.stream().map(c -> ((OfMember) c).user().value())))
                .getResultList();
    }

    @SuppressWarnings("unchecked")
    private List<PostedRow> posted(List<Asked> batch) {
        var keys = batch.stream().map(Asked::rowKey).distinct().toList();
        return em.createNativeQuery("""
                        select p.* from posted p
                        join unnest(cast(:channels as varchar[]), cast(:senders as varchar[]), cast(:keys as varchar[]))
                            as k (channel_id, sender_id, command_key)
                        on p.channel_id = k.channel_id and p.sender_id = k.sender_id and p.command_key = k.command_key""", PostedRow.class)
                .setParameter("channels", array(keys.stream().map(PostedRow.Key::channelId)))
                .setParameter("senders", array(keys.stream().map(PostedRow.Key::senderId)))
                .setParameter("keys", array(keys.stream().map(PostedRow.Key::commandKey)))
                .getResultList();
    }

    private List<MessageRow> messages(List<Command> commands, List<PostedRow> posted) {
        Set<UUID> ids = new HashSet<>();
        for (var command : commands) {
            if (command instanceof EditMessage c) {
                ids.add(c.message().value());
            } else if (command instanceof DeleteMessage c) {
                ids.add(c.message().value());
            } else if (command instanceof EraseMessage c) {
                ids.add(c.message().value());
            }
        }
        posted.stream().map(row -> row.messageId).filter(Objects::nonNull).forEach(ids::add);
        return ids.isEmpty()
                ? List.of()
                : em.createQuery("select m from MessageRow m where m.id in :ids", MessageRow.class)
                        .setParameter("ids", ids)
                        .getResultList();
    }

    // a member is somebody, so most batches need not ask
    private static List<String> strangers(List<Command> commands, Known known) {
        return commands.stream()
                .flatMap(c -> people(c).stream())
                .filter(user -> !known.isPerson(user))
                .map(UserId::value)
                .distinct()
                .toList();
    }

    private static List<String> erased(List<Command> commands) {
        return commands.stream()
                .filter(OfErased.class::isInstance)
                .map(c -> c.sender().value())
                .distinct()
                .toList();
    }

    @SuppressWarnings("unchecked")
    private List<UserId> persons(List<String> ids, boolean areErased) {
        List<String> found = ids.isEmpty()
                ? List.of()
                : em.createNativeQuery("""
                                select p.id from person p where p.id = any(cast(:ids as varchar[]))
                                and (p.erased_at is not null) = :erased""", String.class)
                        .setParameter("ids", array(ids.stream()))
                        .setParameter("erased", areErased)
                        .getResultList();
        return found.stream().map(UserId::new).toList();
    }

    private static List<UserId> people(Command command) {
        if (command instanceof MoveCursors) {
            return List.of();
        }
        var people = new ArrayList<>(List.of(command.sender()));
        if (command instanceof OfMember c) {
            people.add(c.user());
        }
        return people;
    }

    private static String[] array(Stream<String> values) {
        return values.toArray(String[]::new);
    }
}
