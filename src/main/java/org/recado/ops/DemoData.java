package org.recado.ops;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.auth.Accounts;
import org.recado.channel.Channel;
import org.recado.channel.Channels;
import org.recado.channel.Kind;
import org.recado.channel.Role;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.UserId;
import org.recado.platform.Ready;

/** The demo's users and channels (the contract, section 6), made at start where {@code recado.demo} says so. */
@ApplicationScoped
public class DemoData {

    private static final System.Logger LOG = System.getLogger(DemoData.class.getName());
    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");
    private static final UserId CARLA = new UserId("carla");
    private static final UserId OPS = new UserId("ops");

    private static final RetryPolicy<Object> FOR_EVER = RetryPolicy.builder()
            .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(5))
            .withMaxRetries(-1)
            .onRetry(e -> LOG.log(
                    System.Logger.Level.WARNING,
                    "the demo data is not made, trying again: {0}",
                    e.getLastException().toString()))
            .build();

    @Inject
    @ConfigProperty(name = "recado.demo")
    boolean wanted;

    @Inject
    Accounts accounts;

    @Inject
    Channels channels;

    /**
     * Runs once the schema is there; what exists already is left as it is. Where the database fails it is tried again:
     * a node that starts beside this one makes the same people, and what else waits for {@link Ready} comes after.
     */
    public void make(@Observes Ready ready) {
        if (wanted) {
            Failsafe.with(FOR_EVER).run(() -> make());
        }
    }

    // no transaction around all of it: each step may find that it was done by another node
    private void make() {
        person(ANA, "Ana", false);
        person(BRUNO, "Bruno", false);
        person(CARLA, "Carla", false);
        person(OPS, "Ops", true);
        channel("general", "General", Kind.PUBLIC, List.of(ANA, BRUNO, CARLA, OPS), Role.MEMBER);
        channel("random", "Random", Kind.PUBLIC, List.of(ANA, BRUNO, CARLA), Role.MEMBER);
        channel("ana-bruno", "Ana & Bruno", Kind.DIRECT, List.of(ANA, BRUNO), Role.OWNER);
    }

    private void person(UserId user, String name, boolean operator) {
        channels.register(user, name);
        accounts.register(user, user.value(), operator);
    }

    private void channel(String id, String name, Kind kind, List<UserId> members, Role rest) {
        var channel = new ChannelId(id);
        if (channels.find(channel).isPresent()) {
            return;
        }
        Map<UserId, Role> roles =
                members.stream().collect(Collectors.toMap(u -> u, u -> u.equals(members.get(0)) ? Role.OWNER : rest));
        channels.create(new Channel(channel, new ChannelName(name), kind, Instant.now()), roles);
    }
}
