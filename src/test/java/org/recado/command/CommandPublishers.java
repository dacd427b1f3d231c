package org.recado.command;

import org.recado.platform.Amqp;
import org.recado.platform.Outside;
import org.recado.platform.Topology;
import org.recado.platform.trace.Tracing;
import org.recado.timeline.Recorder;

/** The command publisher, wired without a container. */
public final class CommandPublishers {

    private CommandPublishers() {}

    public static CommandPublisher on(Amqp amqp, Topology topology) {
        var publisher = new CommandPublisher();
        publisher.amqp = amqp;
        publisher.topology = topology;
        publisher.recorder = new Recorder();
        publisher.tracing = new Tracing();
        publisher.deadlines = Outside.deadlines();
        publisher.gateways = Outside.gateways(amqp);
        publisher.outstandingConfirms = 1_000;
        publisher.confirmTimeoutMs = 5_000;
        publisher.start();
        return publisher;
    }
}
