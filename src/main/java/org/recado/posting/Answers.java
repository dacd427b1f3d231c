package org.recado.posting;

import com.rabbitmq.client.AMQP.BasicProperties;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.recado.command.Receipt;
import org.recado.command.ReceiptCodec;
import org.recado.command.Refused;
import org.recado.deadletter.Letter;
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
    private final Set<Told> gone = new HashSet<>();
    private final List<Letter> letters = new ArrayList<>();
    private final List<Direct> direct = new ArrayList<>();

    List<Told> events() {
        return events;
    }

    List<Told> ofChannels() {
        return events.stream().filter(t -> t.event() instanceof Event.OfChannel).toList();
    }

    /** Those of the channels but for what would bring the text of a deleted message back. */
    List<Told> cacheable() {
        return ofChannels().stream().filter(t -> !gone.contains(t)).toList();
    }

    List<Letter> letters() {
        return letters;
    }

    List<Direct> direct() {
        return direct;
    }

    void tell(List<Told> more) {
        events.addAll(more);
    }

    /** What was done, as a part of this trace. */
    void done(Arrival arrival, Outcome.Done done, SpanContext trace) {
        var told = done.events().stream().map(t -> t.within(trace)).toList();
        events.addAll(told);
        if (done instanceof Outcome.Repeated again && again.isGone()) {
            gone.addAll(told);
        }
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

    /** The letter is for the table, a copy of it for {@code recado.commands.dead}. */
    void dead(Arrival arrival, Refused why) {
        var letter = new Letter(arrival.routingKey(), arrival.properties(), arrival.body(), why, arrival.taken());
        letters.add(letter);
        direct.add(new Direct(Topology.DEAD, true, letter.copy(), letter.body()));
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
