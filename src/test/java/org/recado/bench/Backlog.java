package org.recado.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Commands that were queued while no core ran: how long a core takes to work them off, and what its heap does. */
final class Backlog {

    private static final int MESSAGES = 200_000;
    private static final int SAMPLES = 10;
    private static final int TEXT_BYTES = 200;
    private static final long POLL_MS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final double MIB = 1 << 20;

    private final URI broker;
    private final Commands commands;
    private final int messages;

    Backlog(Bench asked, URI broker, ChannelNames channels) {
        this.broker = broker;
        commands = Commands.ofText(Road.newLoad(), channels, TEXT_BYTES);
        messages = asked.share(MESSAGES);
    }

    void run() throws Exception {
        try (var road = Road.at(broker);
                var listener = road.listen(commands, messages)) {
            road.publish(commands, messages);
            try (var server = Server.start(Map.of());
                    var jvm = ServerJvm.of(server.pid())) {
                var heap = sample(listener, jvm);
                print(listener.await(1), heap, jvm.heapAfterCollection());
            }
        }
    }

    // each sample costs the server a full collection, so there are few
    private List<Long> sample(Listener listener, ServerJvm jvm) throws Exception {
        var heap = new ArrayList<Long>();
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (listener.heard() < messages && System.nanoTime() < deadline) {
            if (listener.heard() >= (long) messages * heap.size() / SAMPLES) {
                heap.add(jvm.heapAfterCollection());
            }
            Thread.sleep(POLL_MS);
        }
        return heap;
    }

    private void print(long[] heardAt, List<Long> heap, long heapAfter) {
        Arrays.sort(heardAt);
        var seconds = (heardAt[messages - 1] - heardAt[0]) / 1e9;
        var samples = heap.stream().mapToLong(bytes -> bytes).summaryStatistics();
        new Result("growth")
                .put("backlog", messages)
                .put("seconds", seconds, 2)
                .put("messages_per_s", messages / seconds, 0)
                .put("heap_samples", samples.getCount())
                .put("heap_min_mib", samples.getMin() / MIB, 0)
                .put("heap_max_mib", samples.getMax() / MIB, 0)
                .put("heap_after_mib", heapAfter / MIB, 0)
                .print();
    }
}
