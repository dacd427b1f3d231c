package org.recado.posting;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.recado.command.Receipt;
import org.recado.command.ReceiptCodec;
import org.recado.command.Refused;
import org.recado.event.Event;
import org.recado.event.EventPublisher.Direct;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.UserId;
import org.recado.platform.Topology;

/** All that a batch has to say when it is done: events, receipts and dead letters, in the order of its commands. */
final class Answers {

    private static final int PERSISTENT = 2;

    private final List<Told> events = new ArrayList<>();
    private final List<Direct> direct = new ArrayList<>();

    List<Told> events() {
        return events;
    }

    List<Told> ofChannels() {
        return events.stream().filter(t -> t.event() instanceof Event.OfChannel).toList();
    }

    List<Direct> direct() {
        return direct;
    }

    void done(Arrival arrival, Outcome.Done done) {
        events.addAll(done.events());
        receipt(arrival, done.receipt());
    }

    /** Tells the {@code reply_to}, and the sender where one is known. */
    void refused(
            Arrival arrival,
            Optional<UserId> sender,
            Optional<ChannelId> channel,
            Optional<ClientId> clientId,
            Refused why) {
        receipt(arrival, new Receipt.Rejected(clientId, channel, why.reason(), why.detail()));
        if (sender.isPresent() && channel.isPresent()) {
            events.add(Told.of(new Event.CommandRejected(
                    sender.get(), clientId, channel.get(), why.reason().wire(), why.detail())));
        }
    }

    /** Keeps the original bytes and headers in {@code recado.commands.dead}, with the reason. */
    void dead(Arrival arrival, Refused why) {
        Map<String, Object> headers = new HashMap<>();
        if (arrival.properties().getHeaders() != null) {
            headers.putAll(arrival.properties().getHeaders());
        }
        // RabbitMQ would route by these again
        headers.keySet().removeAll(List.of("CC", "BCC"));
        headers.put("x-recado-reason", why.reason().wire());
        headers.put("x-recado-detail", why.detail());
        // a letter must not expire, and the broker accepts a user_id from its owner only
        var properties = arrival.properties()
                .builder()
                .headers(headers)
                .deliveryMode(PERSISTENT)
                .expiration(null)
                .userId(null)
                .build();
        direct.add(new Direct(Topology.DEAD, true, properties, arrival.body()));
    }

    private void receipt(Arrival arrival, Receipt receipt) {
        arrival.replyTo().ifPresent(queue -> {
            var properties = new BasicProperties.Builder()
                    .contentType("application/json")
                    .deliveryMode(PERSISTENT)
                    .correlationId(arrival.properties().getCorrelationId())
                    .build();
            direct.add(new Direct(queue, false, properties, ReceiptCodec.encode(receipt)));
        });
    }
}
