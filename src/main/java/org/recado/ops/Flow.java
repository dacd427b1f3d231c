package org.recado.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.recado.platform.Node;
import org.recado.platform.QueueDepths;
import org.recado.platform.Stores;

/** This node's meters, queues and stores as one JSON object. */
@ApplicationScoped
public class Flow {

    private static final List<String> LATENCIES = List.of("recado.broker_to_stored", "recado.push_to_delivered");

    @Inject
    Figures figures;

    @Inject
    Node node;

    @Inject
    Stores stores;

    @Inject
    QueueDepths queues;

    void write(JsonGenerator g) {
        g.writeStartObject();
        g.write("node", node.name()).write("at", Instant.now().toString());
        writeStores(g);
        writeQueues(g);
        g.write("connections", figures.gauge("recado.socket.connections"))
                .write("topics", figures.gauge("recado.socket.topics"));
        writeCounters(g);
        writeSteps(g);
        writeLatencies(g);
        g.writeEnd();
    }

    private void writeStores(JsonGenerator g) {
        g.writeStartObject("stores");
        stores.look()
                .forEach((name, state) -> g.writeStartObject(name)
                        .write("state", state.up() ? "up" : "down")
                        .write("detail", state.detail())
                        .write("took_ms", state.took().toMillis())
                        .writeEnd());
        g.writeEnd();
    }

    private void writeQueues(JsonGenerator g) {
        g.writeStartArray("queues");
        queues.look()
                .forEach(q -> g.writeStartObject()
                        .write("name", q.name())
                        .write("messages", q.messages())
                        .write("consumers", q.consumers())
                        .writeEnd());
        g.writeEnd();
    }

    private void writeCounters(JsonGenerator g) {
        g.writeStartObject("counters").writeStartArray("commands");
        for (var c : figures.find("recado.commands", Counter.class)) {
            g.writeStartObject();
            g.write("kind", tag(c.getId().getTag("kind")))
                    .write("outcome", tag(c.getId().getTag("outcome")));
            g.write("count", (long) c.count()).writeEnd();
        }
        g.writeEnd();
        g.writeStartObject("events");
        g.write("published", figures.count("recado.events")).write("delivered", figures.count("recado.delivered"));
        g.writeEnd();
        g.writeStartObject("batches");
        var batches = figures.find("recado.posting.batch", DistributionSummary.class);
        g.write("count", batches.stream().mapToLong(DistributionSummary::count).sum());
        g.write("commands", (long)
                batches.stream().mapToDouble(DistributionSummary::totalAmount).sum());
        g.writeEnd().writeEnd();
    }

    private void writeSteps(JsonGenerator g) {
        g.writeStartArray("steps");
        for (var t : figures.find("recado.posting.step", Timer.class)) {
            g.writeStartObject().write("step", tag(t.getId().getTag("step")));
            writeTimes(g, t);
            g.writeEnd();
        }
        g.writeEnd();
    }

    private void writeLatencies(JsonGenerator g) {
        g.writeStartArray("latency");
        for (var name : LATENCIES) {
            for (var t : figures.find(name, Timer.class)) {
                g.writeStartObject().write("name", name.substring(name.indexOf('.') + 1));
                writeTimes(g, t);
                for (var p : t.takeSnapshot().percentileValues()) {
                    g.write("p" + Math.round(p.percentile() * 100) + "_ms", p.value(TimeUnit.MILLISECONDS));
                }
                g.writeEnd();
            }
        }
        g.writeEnd();
    }

    private static void writeTimes(JsonGenerator g, Timer t) {
        g.write("count", t.count());
        g.write("total_ms", t.totalTime(TimeUnit.MILLISECONDS)).write("max_ms", t.max(TimeUnit.MILLISECONDS));
    }

    private static String tag(String value) {
        return value == null ? "" : value;
    }
}
