package org.recado.command;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Amqp;
import org.recado.platform.ConfirmedPublisher;
import org.recado.platform.Topology;

/** Puts commands on the road. What it reports as done, the broker has confirmed (invariant S7). */
@ApplicationScoped
public class CommandPublisher {

    private static final System.Logger LOG = System.getLogger(CommandPublisher.class.getName());
    private static final int PERSISTENT = 2;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    @ConfigProperty(name = "recado.commands.outstanding-confirms")
    int outstandingConfirms;

    @Inject
    @ConfigProperty(name = "recado.commands.confirm-timeout-ms")
    int confirmTimeoutMs;

    private volatile Optional<ConfirmedPublisher> publisher = Optional.empty();

    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        amqp.whenConnected(Amqp.Use.PUBLISH, this::open);
    }

    private void open(Connection connection) {
        try {
            var channel = connection.createChannel();
            topology.declare(channel);
            publisher = Optional.of(new ConfirmedPublisher(channel, outstandingConfirms));
        } catch (IOException e) {
            throw new UncheckedIOException("the broker would not take the topology", e);
        }
    }

    /**
     * Publishes one command.
     *
     * @param correlation comes back with the receipt, on this node's own queue; empty where nobody waits for it
     * @return done when the broker has confirmed it; fails with {@link Refused} {@code unavailable} else, and then the
     *     command may still arrive: the same key again is safe
     */
    public CompletionStage<Void> publish(Command command, Optional<String> correlation) {
        var properties =
                new BasicProperties.Builder().contentType("application/json").deliveryMode(PERSISTENT);
        correlation.ifPresent(c -> properties.correlationId(c).replyTo(topology.nodeQueue()));
        return publisher
                .map(p -> p.publishMandatory(
                        Topology.COMMANDS, command.channel().value(), properties.build(), CommandCodec.encode(command)))
                .orElseGet(() -> CompletableFuture.failedFuture(new IOException("the broker is not connected")))
                .orTimeout(confirmTimeoutMs, TimeUnit.MILLISECONDS)
                .exceptionallyCompose(CommandPublisher::unavailable);
    }

    private static CompletionStage<Void> unavailable(Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "a command was not confirmed: {0}", cause.toString());
        return CompletableFuture.failedFuture(new Refused(
                Reason.UNAVAILABLE, "the broker did not confirm in time", Optional.of(Duration.ofSeconds(1))));
    }
}
