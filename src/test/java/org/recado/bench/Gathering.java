package org.recado.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Brings people in, each by a connection of their own, so many at a time. */
final class Gathering implements Ear {

    private static final int WINDOW = 50;

    private final Semaphore window = new Semaphore(WINDOW);
    private final CountDownLatch missing;
    private volatile String refusal = "none";

    private Gathering(int count) {
        missing = new CountDownLatch(count);
    }

    /** Returns when all are joined. */
    static List<HerdClient> of(People people, Herd herd, SelfMadeTokens tokens)
            throws IOException, InterruptedException {
        var gathering = new Gathering(people.count());
        herd.tell(gathering);
        var clients = new ArrayList<HerdClient>(people.count());
        for (var i = 0; i < people.count(); i++) {
            var user = people.user(i);
            var client = new HerdClient(herd, user, tokens.of(user), people.channel(i));
            clients.add(client);
            herd.await(s -> gathering.window.tryAcquire(s, TimeUnit.SECONDS), gathering::missing);
            herd.run(client::connect);
        }
        herd.await(s -> gathering.missing.await(s, TimeUnit.SECONDS), gathering::missing);
        herd.tell(new Ear() {});
        return clients;
    }

    private String missing() {
        return missing.getCount() + " clients have not joined; the last one sent away: " + refusal;
    }

    @Override
    public void joined(HerdClient client) {
        window.release();
        missing.countDown();
    }

    // a node that has its hands full may send some away, who come back by themselves
    @Override
    public void broken(HerdClient client, String why) {
        refusal = why;
    }
}
