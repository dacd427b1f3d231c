package org.recado.posting;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.recado.channel.Access.Actor;
import org.recado.channel.Access.Target;
import org.recado.channel.Channel;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.channel.Sanction;
import org.recado.command.Command;
import org.recado.command.Command.OfMember;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** All that the ledger has read for a batch; the walk keeps it up to date as it goes. */
final class Known {

    private final Map<ChannelId, Channel> channels = new HashMap<>();
    private final Map<Membership.Key, Membership> members = new HashMap<>();
    private final Map<PostedRow.Key, PostedRow> posted = new HashMap<>();
    private final Map<UUID, MessageRow> messages = new HashMap<>();
    private final Set<UserId> persons = new HashSet<>();
    private final Set<UserId> erased = new HashSet<>();
    private final Map<Membership.Key, Sanction> sanctions = new HashMap<>();

    void channels(List<Channel> rows) {
        rows.forEach(row -> channels.put(row.id(), row));
    }

    void members(List<Membership> rows) {
        rows.forEach(this::add);
    }

    void posted(List<PostedRow> rows) {
        rows.forEach(this::add);
    }

    void messages(List<MessageRow> rows) {
        rows.forEach(this::add);
    }

    void persons(List<UserId> ids) {
        persons.addAll(ids);
    }

    void sanctions(List<Sanction> rows) {
        rows.forEach(this::add);
    }

    void add(Sanction row) {
        sanctions.put(key(row.channel(), row.user()), row);
    }

    void add(Membership row) {
        members.put(key(row.channel(), row.user()), row);
        persons.add(row.user());
    }

    void add(PostedRow row) {
        posted.put(new PostedRow.Key(row.channelId, row.senderId, row.commandKey), row);
    }

    void add(MessageRow row) {
        messages.put(row.id, row);
    }

    void remove(Membership row) {
        members.remove(key(row.channel(), row.user()));
    }

    void erased(List<UserId> ids) {
        erased.addAll(ids);
    }

    boolean isPerson(UserId id) {
        return persons.contains(id) && !isErased(id);
    }

    /** Only where a command of the batch is of somebody's erasure: else nobody was asked. */
    boolean isErased(UserId id) {
        return erased.contains(id);
    }

    Optional<Channel> channel(ChannelId id) {
        return Optional.ofNullable(channels.get(id));
    }

    Optional<Membership> member(ChannelId channel, UserId user) {
        return Optional.ofNullable(members.get(key(channel, user)));
    }

    /** Only where a command of the batch is about who is in the channel: else its owners were not read. */
    int owners(ChannelId channel) {
        return (int) members.values().stream()
                .filter(m -> m.role() == Role.OWNER && m.channel().equals(channel))
                .count();
    }

    Optional<Sanction> sanction(ChannelId channel, UserId user) {
        return Optional.ofNullable(sanctions.get(key(channel, user)));
    }

    /** The channel of a command that was let through. */
    Channel channel(Command command) {
        return channel(command.channel()).orElseThrow();
    }

    /** Who asks. */
    Actor actor(Command command) {
        return new Actor(command.sender(), channel(command.channel()), member(command.channel(), command.sender()));
    }

    /** Whom it is done to. */
    Target target(OfMember command) {
        return new Target(
                command.user(),
                member(command.channel(), command.user()),
                sanction(command.channel(), command.user())
                        .filter(Sanction::isBanned)
                        .isPresent(),
                owners(command.channel()));
    }

    private static Membership.Key key(ChannelId channel, UserId user) {
        return new Membership.Key(channel.value(), user.value());
    }

    Optional<PostedRow> posted(PostedRow.Key key) {
        return Optional.ofNullable(posted.get(key));
    }

    Optional<MessageRow> message(UUID id) {
        return Optional.ofNullable(messages.get(id));
    }

    Map<ChannelId, Long> lastSeqs() {
        var lastSeqs = new HashMap<ChannelId, Long>();
        channels.forEach((id, channel) -> lastSeqs.put(id, channel.lastSeq()));
        return lastSeqs;
    }
}
