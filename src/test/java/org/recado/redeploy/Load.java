package org.recado.redeploy;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.recado.chaos.Pause;
import org.recado.chaos.Rest;

/** Somebody who publishes twenty commands a second into the broker, and somebody who listens and comes back. */
final class Load implements AutoCloseable {
    private static final String CHANNEL = "general";

    private final SteadyPublisher publisher;
    private final ReturningClient client;

    private Load(SteadyPublisher publisher, ReturningClient client) {
        this.publisher = publisher;
        this.client = client;
    }

    static Load start(Map<String, String> stack, URI server) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(stack.get("RECADO_AMQP_URI"));
        var token = Rest.as("ana", server).token();
        return new Load(
                SteadyPublisher.start(factory, "bruno", CHANNEL), ReturningClient.start(server, token, CHANNEL));
    }

    /** Nothing new any more; returns when all is stored and heard, or the time is over, with what is wrong. */
    List<String> ebb(Duration most) throws InterruptedException {
        var confirmed = publisher.finish();
        Pause.until(() -> client.heard().size() >= confirmed.size(), most);
        var heard = client.heard();
        var stored = client.stored().stream().filter(publisher::isMine).toList();
        System.out.printf(
                "confirmed=%d stored=%d heard=%d connections=%d%n",
                confirmed.size(), stored.size(), heard.size(), client.connections());
        var wrongs = new ArrayList<String>();
        if (!stored.equals(confirmed)) {
            wrongs.add("stored is not what was confirmed: " + difference(confirmed, stored));
        }
        if (!heard.equals(confirmed)) {
            wrongs.add("heard is not what was confirmed: " + difference(confirmed, heard));
        }
        return wrongs;
    }

    private static String difference(List<String> wanted, List<String> found) {
        var missing = wanted.stream().filter(key -> !found.contains(key)).toList();
        var more = found.stream().filter(key -> !wanted.contains(key)).toList();
        var twice = found.size() - Stream.of(found.toArray()).distinct().count();
        return "missing " + missing + ", more " + more + ", doubled " + twice;
    }

    @Override
    public void close() {
        publisher.stop();
        client.stop();
    }
}
