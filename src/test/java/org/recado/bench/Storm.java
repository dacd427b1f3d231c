package org.recado.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** All clients lose their line at once, and come back as the stock client does; meanwhile every channel goes on. */
final class Storm implements Ear {

    private final Map<HerdClient, Long> wanted = new HashMap<>();
    private final Set<HerdClient> away = new HashSet<>();
    private final CountDownLatch missing;
    private final long[] current;
    private final long start = System.nanoTime();
    private long lastJoin;
    private int currents;
    private int losses;

    /** @param news how many events each channel will have had meanwhile */
    private Storm(List<HerdClient> clients, int news) {
        clients.forEach(client -> wanted.put(client, client.cursor() + news));
        away.addAll(clients);
        missing = new CountDownLatch(clients.size());
        current = new long[clients.size()];
    }

    interface News {
        void publish() throws Exception;
    }

    /** Cuts the lines, has the news published, and returns when everyone has joined and has them. */
    static Storm over(Herd herd, List<HerdClient> clients, News news) throws Exception {
        var storm = new Storm(clients, 1);
        herd.run(() -> {
            herd.tell(storm);
            clients.forEach(HerdClient::cut);
        });
        news.publish();
        herd.await(
                s -> storm.missing.await(s, TimeUnit.SECONDS),
                () -> storm.missing.getCount() + " clients are not up to date");
        return storm;
    }

    @Override
    public void joined(HerdClient client) {
        if (away.remove(client)) {
            lastJoin = System.nanoTime();
        }
        look(client);
    }

    @Override
    public void message(HerdClient client, String sender, String clientId) {
        look(client);
    }

    private void look(HerdClient client) {
        var seq = wanted.get(client);
        if (seq != null && client.cursor() >= seq) {
            wanted.remove(client);
            current[currents++] = System.nanoTime();
            missing.countDown();
        }
    }

    @Override
    public void broken(HerdClient client, String why) {
        losses++;
    }

    /** Connections that were lost or refused on the way back. */
    int losses() {
        return losses;
    }

    /** Until the last client had joined again. */
    double secondsUntilJoined() {
        return (lastJoin - start) / 1e9;
    }

    /** Until a client had joined and had all that its channel had said. */
    Latencies untilCurrent() {
        var from = new long[current.length];
        Arrays.fill(from, start);
        return new Latencies(from, current, 0);
    }
}
