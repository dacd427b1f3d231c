package org.recado.bench;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Messages said at a fixed rate, by all clients in turn, and when each of the others in the channel has heard them. */
final class Talk implements Ear {

    private static final String TEXT = "x".repeat(60);

    private final String name = Road.newLoad() + "-";
    private final int others;
    private final long[] due;
    // [message][its first hearer to its last]
    private final long[] heard;
    private final int[] hearers;
    private final CountDownLatch missing;

    private Talk(int messages, int others) {
        this.others = others;
        due = new long[messages];
        heard = new long[messages * others];
        hearers = new int[messages];
        missing = new CountDownLatch(heard.length);
    }

    /** Says so many; each has to be heard by so many others. */
    static Talk of(Herd herd, List<HerdClient> clients, int messages, int others, int perSecond)
            throws InterruptedException {
        var talk = new Talk(messages, others);
        herd.tell(talk);
        talk.say(herd, clients, perSecond);
        herd.await(
                s -> talk.missing.await(s, TimeUnit.SECONDS),
                () -> talk.missing.getCount() + " deliveries are missing");
        return talk;
    }

    private void say(Herd herd, List<HerdClient> clients, int perSecond) throws InterruptedException {
        var start = System.nanoTime();
        for (var i = 0; i < due.length; i++) {
            due[i] = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
            TimeUnit.NANOSECONDS.sleep(due[i] - System.nanoTime());
            var number = i;
            var speaker = speaker(clients, number);
            herd.run(() -> speaker.say(name + number, TEXT));
        }
    }

    // one channel after the other, and in each its members in turn; neighbours in the list are in one channel
    private HerdClient speaker(List<HerdClient> clients, int number) {
        var each = others + 1;
        var channels = clients.size() / each;
        return clients.get(number % channels * each + number / channels % each);
    }

    @Override
    public void message(HerdClient client, String sender, String clientId) {
        if (!clientId.startsWith(name) || sender.equals(client.user())) {
            return;
        }
        var number = Integer.parseInt(clientId, name.length(), clientId.length(), 10);
        heard[number * others + hearers[number]++] = System.nanoTime();
        missing.countDown();
    }

    /** How long each delivery took, from when its message was due. */
    Latencies deliveries(int discarded) {
        var sent = new long[heard.length];
        for (var i = 0; i < sent.length; i++) {
            sent[i] = due[i / others];
        }
        return new Latencies(sent, heard, discarded * others);
    }

    /** How long it took until the last of the others had heard a message. */
    Latencies last(int discarded) {
        var last = new long[due.length];
        for (var i = 0; i < last.length; i++) {
            last[i] = heard[(i + 1) * others - 1];
        }
        return new Latencies(due, last, discarded);
    }

    /** Deliveries a second, from the first push that counts to the last delivery. */
    double perSecond(int discarded) {
        var end = due[0];
        for (var at : heard) {
            end = Math.max(end, at);
        }
        return (heard.length - (double) discarded * others) / ((end - due[discarded]) / 1e9);
    }
}
