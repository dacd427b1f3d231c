package org.recado.platform;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * This node's two connections to the broker, one to publish and one to consume, so that a blocked publisher never
 * stops a consumer. Each is made in the background, retried for ever, and recovers by itself once made, each time to any
 * of the broker's nodes; who needs a channel registers for it and is called when the connection is there for the first
 * time.
 */
@ApplicationScoped
public class Amqp {

    /** What a connection is for. */
    public enum Use {
        PUBLISH,
        CONSUME
    }

    private static final System.Logger LOG = System.getLogger(Amqp.class.getName());
    private static final int HEARTBEAT_SECONDS = 5;
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int FAREWELL_MS = 2_000;
    private static final int LARGEST_BODY = 512 << 20;

    private final Map<Use, Connection> connections = new EnumMap<>(Use.class);
    private final Map<Use, List<Consumer<Connection>>> waiting = new EnumMap<>(Use.class);
    private final ConnectionFactory factory = new ConnectionFactory();
    private List<Address> addresses = List.of();
    private final List<Thread> connecting = new ArrayList<>();
    private final Set<Use> recovering = ConcurrentHashMap.newKeySet();
    private final Map<Use, AtomicInteger> losses = new EnumMap<>(Map.of(
            Use.PUBLISH, new AtomicInteger(),
            Use.CONSUME, new AtomicInteger()));
    private final Trouble trouble = new Trouble(LOG, "the broker cannot be used yet, trying again: {0}");
    private volatile boolean stopped;

    @Inject
    @ConfigProperty(name = "recado.amqp.uri")
    String uri;

    @Inject
    Node node;

    @Resource
    ManagedThreadFactory threads;

    @PostConstruct
    void start() {
        var broker = BrokerAddresses.parse(uri);
        addresses = broker.addresses();
        try {
            factory.setUri(broker.first());
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IllegalStateException("recado.amqp.uri is no AMQP URI", e);
        }
        factory.setThreadFactory(threads);
        factory.setExceptionHandler(new Unremarked());
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MS);
        factory.setAutomaticRecoveryEnabled(true);
        factory.setTopologyRecoveryEnabled(true);
        factory.setNetworkRecoveryInterval(1_000);
        // a body that the broker takes must not end the consumer; the codec refuses it
        factory.setMaxInboundMessageBodySize(LARGEST_BODY);
        for (var use : Use.values()) {
            var thread = threads.newThread(() -> connect(use));
            connecting.add(thread);
            thread.start();
        }
    }

    /** Calls {@code whenConnected} once with the connection: now if it is there, else when it is made. */
    public void whenConnected(Use use, Consumer<Connection> whenConnected) {
        Connection connection;
        synchronized (connections) {
            connection = connections.get(use);
            if (connection == null) {
                waiting.computeIfAbsent(use, u -> new ArrayList<>()).add(whenConnected);
                return;
            }
        }
        whenConnected.accept(connection);
    }

    /** The connection, if it is open just now with all its channels. */
    public Optional<Connection> open(Use use) {
        synchronized (connections) {
            return Optional.ofNullable(connections.get(use))
                    .filter(connection -> connection.isOpen() && !recovering.contains(use));
        }
    }

    /** How often the connection was lost: what was known of the broker before may be different since. */
    public int losses(Use use) {
        return losses.get(use).get();
    }

    /** The broker's user that this node is. */
    String user() {
        return factory.getUsername();
    }

    /** A connection for a moment, that ends with what the broker refuses and is not brought back. */
    public Connection passing() throws IOException {
        var passing = factory.clone();
        passing.setAutomaticRecoveryEnabled(false);
        try {
            return passing.newConnection(addresses, node.name() + "-passing");
        } catch (TimeoutException e) {
            throw new IOException("the broker does not answer", e);
        }
    }

    /** A new channel on the connection, which must be open. */
    public Channel channel(Use use) throws IOException {
        return open(use)
                .orElseThrow(() -> new IOException("the broker is not connected"))
                .openChannel()
                .orElseThrow(() -> new IOException("the broker gives no more channels"));
    }

    private void connect(Use use) {
        var forEver = RetryPolicy.builder()
                .handle(IOException.class, TimeoutException.class, RuntimeException.class)
                .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(5))
                .withMaxRetries(-1)
                .abortIf((c, e) -> stopped)
                .onRetry(e -> trouble.met(e.getLastException()))
                .build();
        Failsafe.with(forEver).run(() -> {
            var connection = factory.newConnection(addresses, node.name() + "-" + use);
            ((Recoverable) connection).addRecoveryListener(recovery(use));
            try {
                introduce(use, connection);
            } catch (RuntimeException e) {
                connection.abort();
                throw e;
            }
        });
    }

    /** Why the broker could not be connected to when it was tried last, in words for an operator. */
    Optional<String> trouble() {
        return trouble.now();
    }

    // a connection that is refused, or lost, is said here; the client would say it for each try
    private static final class Unremarked extends DefaultExceptionHandler {
        @Override
        public void handleUnexpectedConnectionDriverException(Connection connection, Throwable failure) {
            LOG.log(System.Logger.Level.DEBUG, "a connection to the broker failed", failure);
        }
    }

    private static String word(Use use) {
        return use.name().toLowerCase(Locale.ROOT);
    }

    private RecoveryListener recovery(Use use) {
        return new RecoveryListener() {
            @Override
            public void handleRecoveryStarted(Recoverable connection) {
                recovering.add(use);
                losses.get(use).incrementAndGet();
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the connection to {0} at the broker is lost, and tried again",
                        word(use));
            }

            @Override
            public void handleRecovery(Recoverable connection) {
                recovering.remove(use);
                LOG.log(System.Logger.Level.INFO, "the connection to {0} at the broker is back", word(use));
            }
        };
    }

    // the connection counts as open once all who waited for it have what they need of it; one that is
    // made while the node stops is nobody's
    private void introduce(Use use, Connection connection) {
        for (var called = 0; ; called++) {
            Consumer<Connection> next;
            synchronized (connections) {
                if (stopped) {
                    break;
                }
                var waiters = waiting.getOrDefault(use, List.of());
                if (called == waiters.size()) {
                    waiting.remove(use);
                    connections.put(use, connection);
                    trouble.ended();
                    return;
                }
                next = waiters.get(called);
            }
            next.accept(connection);
        }
        connection.abort(FAREWELL_MS);
    }

    void end(@Observes @Priority(Ending.BROKER) Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        synchronized (connections) {
            stopped = true;
            connections.values().forEach(c -> c.abort(FAREWELL_MS));
        }
        connecting.forEach(Thread::interrupt);
    }
}
