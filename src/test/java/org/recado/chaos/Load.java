package org.recado.chaos;

import com.rabbitmq.client.ConnectionFactory;
import jakarta.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The steady load: three people, each with an AMQP publisher and two clients at the socket, in twenty channels. */
final class Load implements AutoCloseable {
    private static final List<String> PEOPLE = List.of("ana", "bruno", "carla");
    private static final List<String> CHANNELS =
            IntStream.range(0, 20).mapToObj(i -> "chaos-" + i).toList();
    private static final int CLIENTS_EACH = 2;
    private static final int CHANNELS_OF_A_CLIENT = 8;
    private static final int AMQP_PERCENT = 60;

    private final Town town;
    private final Lanes lanes;
    private final Canon canon;
    private final Verdict verdict;
    private final OutsideQueue outside;
    private final List<Talker> talkers = new ArrayList<>();
    private final List<Publisher> publishers = new ArrayList<>();
    private volatile boolean fresh;

    Load(Town town, Lanes lanes, Pulse pulse, Verdict verdict) {
        this.town = town;
        this.lanes = lanes;
        this.verdict = verdict;
        this.canon = new Canon(verdict);
        this.outside = new OutsideQueue(factory(), town.brokers(), canon, pulse, lanes, verdict);
    }

    static List<String> channels() {
        return CHANNELS;
    }

    /** Makes the channels and everyone in them; returns with all of them on their way. */
    void start(int perSecond) throws IOException, TimeoutException {
        outside.open();
        var ana = Rest.as(PEOPLE.get(0), town.edges().get(0));
        for (var channel : CHANNELS) {
            var members = Json.createArrayBuilder(PEOPLE.subList(1, PEOPLE.size()));
            ana.post(
                    "api/channels",
                    Json.createObjectBuilder()
                            .add("id", channel)
                            .add("name", channel)
                            .add("members", members)
                            .build());
        }
        fresh = true;
        PEOPLE.forEach(user -> publish(user, perSecond));
        for (var i = 0; i < PEOPLE.size() * CLIENTS_EACH; i++) {
            talk(PEOPLE.get(i % PEOPLE.size()), i, perSecond);
        }
    }

    private void publish(String user, int perSecond) {
        var mine =
                CHANNELS.stream().map(channel -> lanes.open('a', user, channel)).toList();
        var period = period(perSecond * AMQP_PERCENT, PEOPLE.size());
        var publisher = new Publisher(factory(), town.brokersFromOutside(), mine, period, () -> fresh);
        publishers.add(publisher);
        thread(publisher, "publisher of " + user);
    }

    private void talk(String user, int number, int perSecond) {
        var token = Rest.as(user, town.edges().get(0)).token();
        var mine = IntStream.range(0, CHANNELS_OF_A_CLIENT)
                .mapToObj(i -> CHANNELS.get((number * 3 + i) % CHANNELS.size()))
                .map(channel -> lanes.open('s', user, channel))
                .toList();
        var name = "client " + number + " (" + user + ")";
        var channels = mine.stream().map(Lane::channel).toList();
        var period = period(perSecond * (100 - AMQP_PERCENT), PEOPLE.size() * CLIENTS_EACH);
        start(name, number, token, mine, channels, period);
    }

    /** Someone who was never here joins every channel from its beginning. */
    Talker late() {
        var token = Rest.as("ana", town.edges().get(0)).token();
        return start("the late client", 0, token, List.of(), CHANNELS, Duration.ofMillis(20));
    }

    private Talker start(String name, int edge, String token, List<Lane> mine, List<String> channels, Duration period) {
        var hearings = channels.stream()
                .map(channel -> new Hearing(name, channel, canon, verdict))
                .toList();
        var talker = new Talker(name, token, edgesFrom(edge), mine, hearings, period, () -> fresh, verdict);
        talkers.add(talker);
        thread(talker, name);
        return talker;
    }

    private List<URI> edgesFrom(int number) {
        var edges = town.edges();
        return IntStream.range(0, edges.size())
                .mapToObj(i -> edges.get((number + i) % edges.size()))
                .toList();
    }

    private static Duration period(int percentPerSecond, int senders) {
        return Duration.ofNanos(100L * 1_000_000_000 * senders / percentPerSecond);
    }

    private static void thread(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private ConnectionFactory factory() {
        var factory = new ConnectionFactory();
        try {
            factory.setUri(town.stack().brokerUri("rabbitmq"));
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        factory.setRequestedHeartbeat(20);
        factory.setConnectionTimeout(5_000);
        return factory;
    }

    /** Nothing new any more; only what is not accepted goes again. */
    void ebb() {
        fresh = false;
    }

    boolean isAllAccepted() {
        return lanes.all().stream().allMatch(Lane::isIdle);
    }

    /** Who has not heard all of it yet, in words. */
    List<String> behind(Map<String, Long> lastSeqs) {
        var behind = new ArrayList<String>();
        talkers.forEach(
                talker -> talker.behind(lastSeqs).forEach(what -> behind.add(talker.name() + " has heard " + what)));
        lastSeqs.forEach((channel, last) -> {
            if (outside.reached(channel) != last) {
                behind.add("the outside queue has " + channel + " at " + outside.reached(channel) + " of " + last);
            }
        });
        return behind;
    }

    OutsideQueue outside() {
        return outside;
    }

    Canon canon() {
        return canon;
    }

    List<Talker> talkers() {
        return talkers;
    }

    @Override
    public void close() {
        publishers.forEach(Publisher::stop);
        talkers.forEach(Talker::stop);
        outside.close();
    }
}
