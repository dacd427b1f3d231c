package org.recado.socket;

import com.github.benmanes.caffeine.cache.Scheduler;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.recado.auth.Caller;
import org.recado.channel.Channel;
import org.recado.channel.Channels;
import org.recado.channel.Kind;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.command.Command;
import org.recado.command.CommandPublisher;
import org.recado.command.Reason;
import org.recado.command.Receipt;
import org.recado.command.Refused;
import org.recado.command.Texts;
import org.recado.history.History;
import org.recado.history.Message;
import org.recado.history.Missed;
import org.recado.history.Newest;
import org.recado.history.Page;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.limit.LimitsOf;
import org.recado.platform.Meters;
import org.recado.platform.trace.Tracing;

/**
 * The socket side as it is, wired without a container; only what lies beyond it is played: a town of channels, a history,
 * and a broker that refuses now and then. The same random numbers make the same town.
 */
final class Edge {

    static final int MAX_FRAME_BYTES = 65_536;
    static final int MAX_QUEUED_BYTES = 1 << 14;
    static final int MAX_TOPICS = 100;
    static final UserId ANA = new UserId("ana");

    private static final int CHANNELS = 150;
    private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");

    final Meters meters = new Meters();
    final Connections connections = new Connections();
    final Joins joins = new Joins();
    final Rooms rooms = new Rooms();
    final SocketEndpoint endpoint = new SocketEndpoint();
    private final CursorReports reports = new CursorReports();
    private final Set<Attendee> attending = new HashSet<>();
    private final Silence silence = new Silence();
    private final Map<TopicName, Integer> followed = new HashMap<>();
    private final Map<TopicName, Integer> followedByRooms = new HashMap<>();
    private final Random random;
    private final Map<ChannelId, Long> seqs = new HashMap<>();

    Edge(Random random) {
        this.random = random;
        connections.meters = meters;
        connections.start();
        joins.connections = connections;
        joins.shards = shards(followed);
        joins.attendance = attendance();
        furnish(rooms);
        endpoint.maxFrameBytes = MAX_FRAME_BYTES;
        endpoint.silence = silence;
        endpoint.clients = clients();
    }

    private Clients clients() {
        var clients = new Clients();
        clients.maxFrameBytes = MAX_FRAME_BYTES;
        clients.maxQueuedBytes = MAX_QUEUED_BYTES;
        clients.bytesPerSecond = 1L << 29;
        clients.burstBytes = 1L << 50;
        clients.connections = connections;
        clients.meters = meters;
        clients.signedOut = new SignedOut();
        clients.protocol = protocol();
        clients.workers = rooms.workers;
        return clients;
    }

    private void furnish(Rooms rooms) {
        rooms.lingerSeconds = 60;
        rooms.rememberedMembers = 1_000;
        rooms.meters = meters;
        rooms.channels = channels();
        rooms.shards = shards(followedByRooms);
        rooms.workers = new Workers() {
            @Override
            public void execute(Runnable work) {
                work.run();
            }
        };
        rooms.start(Scheduler.disabledScheduler());
    }

    FakeSession connected() {
        var session = new FakeSession(new HandshakeFilter.Admitted(new Caller(ANA, Set.of()), "192.0.2.7", () -> {}));
        endpoint.open(session.session());
        return session;
    }

    /** What this node's queue is bound for, each as often as it was asked for. */
    Map<TopicName, Integer> followed() {
        return followed;
    }

    /** Who has joined a channel and not left it. */
    Set<Attendee> attending() {
        return attending;
    }

    /** What the node is still bound for when its rooms are gone as well. */
    Map<TopicName, Integer> followedByRoomsThatAreGone() {
        rooms.forget();
        return followedByRooms;
    }

    /** How often something of our own failed, for which no client is to blame. */
    double failures() {
        return meters.registry().counter("recado.socket.failures").count();
    }

    /** Something happens in a channel, for anyone who is there. */
    void happens() {
        var channel = new ChannelId(Integer.toString(random.nextInt(5)));
        switch (random.nextInt(20)) {
            case 0 -> joins.expel(ANA, channel, next(channel));
            case 1 -> connections.lose(TopicName.of(channel));
            case 2 -> reports.reportRead();
            case 3 -> reports.reportDelivered();
            default ->
                connections.broadcast(
                        TopicName.of(channel),
                        next(channel),
                        "message",
                        g -> g.write("message", "x".repeat(random.nextInt(8_192))));
        }
    }

    private long last(ChannelId channel) {
        return seqs.getOrDefault(channel, 0L);
    }

    private long next(ChannelId channel) {
        return seqs.merge(channel, 1L, Long::sum);
    }

    private Protocol protocol() {
        var protocol = new Protocol();
        protocol.maxTopics = MAX_TOPICS;
        protocol.joins = joins;
        protocol.meters = meters;
        protocol.limits = LimitsOf.none();
        protocol.tracing = new Tracing();
        protocol.userTopic = new UserTopic();
        protocol.userTopic.unread = new Unread();
        protocol.channelTopic = channelTopic();
        return protocol;
    }

    private ChannelTopic channelTopic() {
        var topic = new ChannelTopic();
        topic.channels = rooms.channels;
        topic.rooms = rooms;
        topic.attendance = joins.attendance;
        topic.typing = new Typing() {
            @Override
            void typed(UserId user, ChannelId channel) {
                happens();
            }
        };
        topic.history = history();
        topic.commands = new ChannelCommands();
        topic.commands.text = Texts.upTo(16_384);
        topic.limits = LimitsOf.none();
        topic.commands.limits = LimitsOf.played(
                limit -> random.nextInt(20) == 0 ? Optional.of(Duration.ofMillis(1)) : Optional.empty());
        topic.commands.reports = reports;
        topic.commands.rooms = rooms;
        topic.commands.publisher = new CommandPublisher() {
            @Override
            public CompletionStage<Void> publish(Command command, Optional<String> correlation) {
                return published(command, correlation);
            }
        };
        reports.connections = connections;
        reports.publisher = topic.commands.publisher;
        return topic;
    }

    private Attendance attendance() {
        return new Attendance() {
            @Override
            public void joined(Attendee attendee) {
                attending.add(attendee);
            }

            @Override
            public void updated(Attendee attendee, JsonObject own) {}

            @Override
            public void left(Attendee attendee) {
                attending.remove(attendee);
            }
        };
    }

    private CompletionStage<Void> published(Command command, Optional<String> correlation) {
        if (random.nextInt(10) == 0) {
            return CompletableFuture.failedFuture(new Refused(Reason.UNAVAILABLE, "played"));
        }
        correlation
                .flatMap(Correlation::parse)
                .ifPresent(c -> connections.acknowledge(
                        c,
                        new Receipt.Rejected(
                                command.clientId(), Optional.of(command.channel()), Reason.NOT_FOUND, "played")));
        return CompletableFuture.completedFuture(null);
    }

    private Shards shards(Map<TopicName, Integer> followed) {
        return new Shards() {
            @Override
            public void follow(TopicName topic) {
                if (random.nextInt(100) == 0) {
                    throw new Refused(Reason.UNAVAILABLE, "played");
                }
                followed.merge(topic, 1, Integer::sum);
            }

            @Override
            public void unfollow(TopicName topic) {
                if (followed.merge(topic, -1, Integer::sum) == 0) {
                    followed.remove(topic);
                }
            }
        };
    }

    private Channels channels() {
        return new Channels() {
            @Override
            public Optional<Channel> find(ChannelId id) {
                return isThere(id)
                        ? Optional.of(new Channel(id, new ChannelName("n"), Kind.PRIVATE, THEN))
                        : Optional.empty();
            }

            @Override
            public Optional<Roll> roll(ChannelId id, int most) {
                return find(id).map(channel -> new Roll(channel, List.of(), false));
            }

            @Override
            public Optional<Membership> membership(ChannelId channel, UserId user) {
                return channel.value().endsWith("7")
                        ? Optional.empty()
                        : Optional.of(new Membership(channel, user, Role.MEMBER, THEN));
            }
        };
    }

    private static boolean isThere(ChannelId id) {
        return id.value().matches("\\d{1,3}") && Integer.parseInt(id.value()) < CHANNELS;
    }

    private History history() {
        return new History() {
            @Override
            public Page before(ChannelId channel, long beforeSeq, int limit, long upTo) {
                return new Page(said(channel, limit), true, 1);
            }

            @Override
            public Newest newest(ChannelId channel, int limit, long upTo) {
                happens();
                return new Newest(said(channel, limit), false, last(channel));
            }

            @Override
            public Missed since(ChannelId channel, long lastSeq, int limit, long upTo) {
                happens();
                var last = last(channel);
                return new Missed(said(channel, limit), lastSeq <= last, last, false, last);
            }
        };
    }

    private List<Message> said(ChannelId channel, int limit) {
        return random.ints(random.nextInt(Math.min(limit, 5) + 1), 1, 999)
                .mapToObj(i -> new Message(
                        MessageId.parse("0193f0e2-5a7c-7cc0-8000-000000000001"),
                        i,
                        channel,
                        Optional.empty(),
                        ANA,
                        i % 9 == 0 ? Optional.empty() : Optional.of("m".repeat(i)),
                        THEN,
                        THEN,
                        Optional.empty(),
                        Optional.empty(),
                        i))
                .toList();
    }
}
