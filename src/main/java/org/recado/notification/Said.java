package org.recado.notification;

import jakarta.persistence.Query;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.recado.event.Event.MessageCreated;

/** The messages of one batch and whom each names, as the statements take them: an array a column. */
record Said(List<Named> messages) {

    /** A message with whom it names. */
    record Named(MessageCreated message, Mentions mentions) {}

    static Said of(List<MessageCreated> messages) {
        return new Said(
                messages.stream().map(m -> new Named(m, Mentions.in(m.text()))).toList());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Those that name someone. */
    Said naming() {
        return new Said(messages.stream().filter(m -> !m.mentions().isEmpty()).toList());
    }

    /** When the first of them was stored. */
    Instant since() {
        return messages.stream()
                .map(m -> m.message().storedAt())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    String[] channels() {
        return column(m -> m.message().channel().value());
    }

    Query in(Query query) {
        return query.setParameter("channel", channels())
                .setParameter("seq", column(m -> Long.toString(m.message().seq())))
                .setParameter("sender", column(m -> m.message().sender().value()))
                .setParameter("stored", column(m -> m.message().storedAt().toString()))
                .setParameter(
                        "everyone", column(m -> Boolean.toString(m.mentions().everyone())));
    }

    private String[] column(Function<Named, String> value) {
        return messages.stream().map(value).toArray(String[]::new);
    }

    /** One row a name. */
    Query namesIn(Query query) {
        var channels = new ArrayList<String>();
        var seqs = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (var named : messages) {
            for (var name : named.mentions().names()) {
                channels.add(named.message().channel().value());
                seqs.add(Long.toString(named.message().seq()));
                names.add(name);
            }
        }
        return query.setParameter("namedChannel", channels.toArray(String[]::new))
                .setParameter("namedSeq", seqs.toArray(String[]::new))
                .setParameter("name", names.toArray(String[]::new));
    }
}
