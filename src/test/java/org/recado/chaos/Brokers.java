package org.recado.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.recado.stack.RealStack;

/** A cluster of brokers, of which the one that leads a partition's queue is killed, and another, and at last two at once. */
final class Brokers {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofSeconds(8);
    private static final Duration DOWN = Duration.ofSeconds(10);
    private static final List<String> PARTITIONS = List.of("0", "1", "2", "3");
    private static final List<String> DURABLE = List.of(
            "recado.commands.0",
            "recado.commands.1",
            "recado.commands.2",
            "recado.commands.3",
            "recado.commands.dead",
            "recado.notifications");

    private final RealStack stack;
    private final Storm storm;
    private final Verdict verdict;

    private record Queue(String leader, int members, int online) {}

    Brokers(Town town, Storm storm, Verdict verdict) {
        this.stack = town.stack();
        this.storm = storm;
        this.verdict = verdict;
    }

    /** Returns when all of them are back. */
    void fall() {
        var leaders = look();
        for (var partition : PARTITIONS) {
            var leader = leaders.get("recado.commands." + partition).leader();
            System.out.println("  " + leader + " leads recado.commands." + partition);
            storm.rage(List.of(death(leader, BETWEEN)));
            leaders = look();
        }
        var two = stack.brokers().subList(0, 2);
        storm.rage(List.of(death(two.get(0), BETWEEN), death(two.get(1), Duration.ZERO)));
        look();
    }

    private static Fault death(String broker, Duration pause) {
        return new Fault(pause, Fault.Kind.KILL, broker, DOWN, Duration.ZERO);
    }

    /** How the durable queues are, once each of them is on all brokers. */
    private Map<String, Queue> look() {
        if (!Pause.until(() -> isWhole(queues()), PATIENCE)) {
            verdict.disagree("after %s not every durable queue is on all brokers: %s", PATIENCE, queues());
        }
        var queues = queues();
        var leading = new TreeMap<String, Integer>();
        DURABLE.forEach(queue -> leading.merge(queues.get(queue).leader(), 1, Integer::sum));
        System.out.printf("  %d durable queues on %d brokers each, led by %s%n", DURABLE.size(), many(), leading);
        return queues;
    }

    private boolean isWhole(Map<String, Queue> queues) {
        return queues.keySet().containsAll(DURABLE)
                && DURABLE.stream().map(queues::get).allMatch(q -> q.members() == many() && q.online() == many());
    }

    private int many() {
        return stack.brokers().size();
    }

    private Map<String, Queue> queues() {
        var queues = new TreeMap<String, Queue>();
        var columns = List.of("-q", "list_queues", "--no-table-headers", "name", "leader", "members", "online");
        stack.run("rabbitmqctl", columns)
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(row -> {
                    if (row.length == columns.size() - 3 && !row[1].isEmpty()) {
                        queues.put(row[0], new Queue(part(row[1]), count(row[2]), count(row[3])));
                    }
                });
        return queues;
    }

    private static int count(String nodes) {
        return nodes.split(",", -1).length;
    }

    // recado-2@localhost is the part rabbitmq-2
    private String part(String node) {
        return stack.brokers().stream()
                .filter(part -> node.startsWith(part.replace("rabbitmq", "recado") + "@"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no part is the broker node " + node));
    }
}
