package org.recado.notification;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.recado.history.History;
import org.recado.history.Message;
import org.recado.notification.Way.Answer;
import org.recado.platform.Ending;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;
import org.recado.platform.StoreThreads;

/**
 * Carries deliveries out, each way by itself. A delivery is claimed for a while: where the node dies another one sends it
 * again after that, with the same id. So each leaves at least once, and the other side can tell a repeat.
 */
@ApplicationScoped
class Dispatch {

    private static final System.Logger LOG = System.getLogger(Dispatch.class.getName());
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int MOST_ROUNDS = 20;

    @Inject
    Ways ways;

    @Inject
    Deliveries deliveries;

    @Inject
    History history;

    @Inject
    Node node;

    @Inject
    Rounds rounds;

    @Inject
    Meters meters;

    @Inject
    StoreThreads threads;

    ExecutorService executor;

    /** A claim lasts a minute, and the last one that is begun may take half of it. */
    Duration sending = Duration.ofSeconds(25);

    @PostConstruct
    void open() {
        executor = Executors.newCachedThreadPool(threads);
    }

    void start(@Observes Ready ready) {
        if (node.isCore()) {
            ways.on().forEach(way -> rounds.everyAlone(EVERY, "deliveries by " + way.name(), () -> round(way)));
        }
    }

    void end(@Observes Ending ending) {
        close();
    }

    // what is being sent may end
    @PreDestroy
    void close() {
        executor.shutdown();
    }

    void round(Way way) {
        for (var step = 0; step < MOST_ROUNDS && !executor.isShutdown(); step++) {
            var claimed = deliveries.claim(way);
            if (claimed.isEmpty()) {
                return;
            }
            var sending = new ArrayList<CompletableFuture<Void>>();
            for (var parcels : byAddress(claimed)) {
                sending.add(CompletableFuture.runAsync(() -> send(way, parcels), executor));
            }
            CompletableFuture.allOf(sending.toArray(CompletableFuture[]::new)).join();
        }
    }

    private static List<List<Parcel>> byAddress(List<Parcel> claimed) {
        return List.copyOf(claimed.stream()
                .collect(Collectors.groupingBy(Parcel::addressId))
                .values());
    }

    // a door: one that cannot be sent keeps no other from its turn
    private void send(Way way, List<Parcel> parcels) {
        try {
            if (way.isDigest()) {
                settle(way, parcels, way.send(written(parcels)));
            } else {
                oneByOne(way, written(parcels));
            }
        } catch (RuntimeException e) {
            meters.count("recado.notification.deliveries", "way", name(way), "outcome", "broken");
            LOG.log(System.Logger.Level.WARNING, "a delivery by {0} failed: {1}", name(way), e.toString());
        }
    }

    // an address that takes nothing now is not asked for each: what comes behind is put off with it and stays in order;
    // and what there is no time for is left to be claimed again, as if this node had died
    private void oneByOne(Way way, List<Parcel> parcels) {
        var until = Instant.now().plus(sending);
        for (var i = 0; i < parcels.size() && Instant.now().isBefore(until); i++) {
            var answer = way.send(List.of(parcels.get(i)));
            if (answer instanceof Answer.Later) {
                settle(way, parcels.subList(i, parcels.size()), answer);
                return;
            }
            settle(way, List.of(parcels.get(i)), answer);
            if (answer instanceof Answer.Gone) {
                return;
            }
        }
    }

    private void settle(Way way, List<Parcel> parcels, Answer answer) {
        meters.count("recado.notification.deliveries", parcels.size(), "way", name(way), "outcome", outcome(answer));
        deliveries.settle(parcels, answer);
    }

    private List<Parcel> written(List<Parcel> parcels) {
        var messages = new HashMap<List<?>, Message>();
        parcels.stream()
                .collect(Collectors.groupingBy(Parcel::channel))
                .forEach((channel, there) -> history.at(
                                channel,
                                there.stream().map(Parcel::lastSeq).distinct().toList())
                        .forEach(m -> messages.put(List.of(channel, m.seq()), m)));
        return parcels.stream()
                .map(p -> p.with(Optional.ofNullable(messages.get(List.of(p.channel(), p.lastSeq())))))
                .toList();
    }

    private static String outcome(Answer answer) {
        if (answer instanceof Answer.Sent) {
            return "sent";
        } else if (answer instanceof Answer.Later) {
            return "later";
        } else if (answer instanceof Answer.Gone) {
            return "gone";
        }
        return "refused";
    }

    private static String name(Way way) {
        return way.name().name().toLowerCase(java.util.Locale.ROOT);
    }
}
