package org.recado.ops.jmx;

import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.MBeanServer;
import org.recado.api.OnRecord;
import org.recado.audit.Entry;
import org.recado.id.UserId;
import org.recado.ops.Figures;
import org.recado.ops.Standing;
import org.recado.platform.Outside;
import org.recado.platform.QueueDepths.Depth;
import org.recado.platform.Stores;
import org.recado.posting.Pauses;
import org.recado.posting.Pauses.Pause;
import org.recado.socket.Drain;

/** The MXBeans of a node whose stores and broker are in memory. */
final class Beans {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    final MXBeans beans = new MXBeans();
    final List<Entry> record = new ArrayList<>();
    final Map<Integer, Pause> paused = new LinkedHashMap<>();
    Optional<Standing.Rows> rows = Optional.empty();
    int drains;

    Beans(MBeanServer server, String node, int partitions) {
        beans.server = server;
        beans.isEnabled = true;
        beans.node = Outside.node(node);
        beans.topology = Outside.topology(partitions, beans.node);
        beans.stores = stores();
        beans.standing = standing();
        beans.pauses = pauses();
        beans.orders = orders();
        beans.ofNode = new JmxNode() {
            @Override
            public Map<String, String> getTroubles() {
                return Map.of();
            }
        };
        beans.ofNode.node = beans.node;
        beans.ofNode.standing = beans.standing;
        beans.ofNode.orders = beans.orders;
        beans.ofNode.drain = new Drain() {
            @Override
            public synchronized void run() {
                drains++;
            }
        };
        beans.flow = new JmxFlow();
        beans.flow.figures = figures();
        beans.letters = new JmxDeadLetters();
        beans.letters.standing = beans.standing;
        beans.letters.orders = beans.orders;
    }

    private static Stores stores() {
        return new Stores() {
            @Override
            public synchronized Map<String, State> look() {
                var down = new State(false, "no answer in 2000 ms", Duration.ofSeconds(2), Optional.empty());
                var up = new State(true, "", Duration.ofMillis(3), Optional.of(NOON));
                return Map.of("postgres", up, "mongo", up, "amqp", up, "redis", down);
            }
        };
    }

    private Standing standing() {
        return new Standing() {
            @Override
            public Optional<Depth> queue(String name) {
                return Optional.of(new Depth(name, 7, 2)).filter(depth -> rows.isPresent());
            }

            @Override
            public Optional<Rows> rows() {
                return rows;
            }

            @Override
            public void lookAtRows() {
                rows = Optional.of(new Rows(0, List.copyOf(paused.values()), 5));
            }
        };
    }

    private Pauses pauses() {
        return new Pauses() {
            @Override
            public void pause(int partition, UserId by, String note) {
                paused.put(partition, new Pause(partition, NOON, by, note));
            }

            @Override
            public void resume(int partition) {
                paused.remove(partition);
            }
        };
    }

    private Orders orders() {
        var orders = new Orders();
        orders.threads = Outside.storeThreads();
        orders.onRecord = new OnRecord() {
            @Override
            public <T> T doing(Entry entry, Supplier<T> work, Detail<T> detail) {
                var result = work.get();
                record.add(detail.add(entry, result));
                return result;
            }
        };
        orders.start();
        return orders;
    }

    private static Figures figures() {
        return new Figures() {
            @Override
            public <T extends Meter> Collection<T> find(String name, Class<T> type) {
                return Outside.METERS.registry().find(name).meters().stream()
                        .filter(type::isInstance)
                        .map(type::cast)
                        .toList();
            }

            @Override
            public long gauge(String name) {
                return name.length();
            }

            @Override
            public long count(String name) {
                return 1;
            }
        };
    }
}
