package org.recado.ops;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Amqp;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Nodes;
import org.recado.platform.Topology;
import org.recado.socket.Inquiry;
import org.recado.socket.NodeAnswer;

/** Asks all edge nodes at once, and waits a second for those that are up; who has not answered by then is named. */
@ApplicationScoped
class EdgeNodes {

    private static final System.Logger LOG = System.getLogger(EdgeNodes.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Inject
    Amqp amqp;

    @Inject
    Nodes nodes;

    /**
     * What was said.
     *
     * @param silent the nodes that are up and did not answer, by name
     */
    record Answers(List<NodeAnswer> answers, Set<String> silent) {
        long count() {
            return answers.stream().mapToLong(NodeAnswer::count).sum();
        }
    }

    /** Throws {@link Refused} {@code unavailable} where nobody can be asked. */
    Answers ask(Inquiry inquiry) {
        try (var channel = amqp.channel(Amqp.Use.CONSUME)) {
            return ask(channel, inquiry);
        } catch (SQLException e) {
            throw unavailable("PostgreSQL does not say which nodes are up");
        } catch (IOException | TimeoutException | AlreadyClosedException e) {
            throw unavailable("the broker does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("this node is stopping");
        }
    }

    private Answers ask(Channel channel, Inquiry inquiry) throws IOException, SQLException, InterruptedException {
        var silent = edges();
        var queue = channel.queueDeclare().getQueue();
        var heard = new LinkedBlockingQueue<byte[]>();
        var consumer = channel.basicConsume(queue, true, (tag, said) -> heard.add(said.getBody()), tag -> {});
        try {
            channel.basicPublish(Topology.EVENTS, Topology.ALL_NODES, question(queue), inquiry.encode());
            return new Answers(gathered(heard, silent), silent);
        } finally {
            // the queue goes with its consumer
            channel.basicCancel(consumer);
        }
    }

    private Set<String> edges() throws SQLException {
        return nodes.up().stream()
                .filter(Nodes.Peer::isEdge)
                .map(Nodes.Peer::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static BasicProperties question(String replyTo) {
        return new BasicProperties.Builder()
                .contentType("application/json")
                .replyTo(replyTo)
                .build();
    }

    private static List<NodeAnswer> gathered(BlockingQueue<byte[]> heard, Set<String> silent)
            throws InterruptedException {
        var answers = new ArrayList<NodeAnswer>();
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!silent.isEmpty()) {
            var next = Optional.ofNullable(heard.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            if (next.isEmpty()) {
                break;
            }
            read(next.get()).ifPresent(answer -> {
                answers.add(answer);
                silent.remove(answer.node());
            });
        }
        return answers;
    }

    // what a later release answers may not be readable here: then that node has said nothing
    private static Optional<NodeAnswer> read(byte[] json) {
        try {
            return Optional.of(NodeAnswer.decode(json));
        } catch (Json.NotJson | Fields.Unfit e) {
            LOG.log(System.Logger.Level.WARNING, "a node''s answer could not be read: {0}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Refused unavailable(String detail) {
        return new Refused(Reason.UNAVAILABLE, detail, Optional.of(PATIENCE));
    }
}
