package org.recado.history;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Updates.max;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.bson.Document;
import org.recado.event.Event;
import org.recado.event.Told;
import org.recado.id.ChannelId;

/**
 * The log of every channel in MongoDB. One call writes a whole batch in one round trip, two where messages are edited or
 * deleted; the same batch again changes nothing, and an old one again never undoes what came after it. Reads are lookups
 * of known keys.
 */
@ApplicationScoped
public class MessageArchive {

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    @Inject
    MongoDatabase database;

    private MongoCollection<Document> events() {
        return database.getCollection("events");
    }

    /** Adds these events, then makes the changes they tell; done when MongoDB says that all of it is durable. */
    public void write(List<Told> events) {
        var added = new ArrayList<InsertOneModel<Document>>(events.size());
        var changed = new ArrayList<UpdateOneModel<Document>>();
        for (var told : events) {
            var event = (Event.OfChannel) told.event();
            added.add(new InsertOneModel<>(LogDocument.of(event)));
            change(event).ifPresent(changed::add);
        }
        if (!added.isEmpty()) {
            add(added);
        }
        if (!changed.isEmpty()) {
            events().bulkWrite(changed);
        }
    }

    // a place is taken by one event for ever, so whoever finds it taken finds the same event there
    private void add(List<InsertOneModel<Document>> added) {
        try {
            events().bulkWrite(added, UNORDERED);
        } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null || !e.getWriteErrors().stream().allMatch(MessageArchive::isThere)) {
                throw e;
            }
        }
    }

    private static boolean isThere(BulkWriteError error) {
        return error.getCategory() == ErrorCategory.DUPLICATE_KEY;
    }

    // only the key is asked for and $max decides, so a change that comes late never undoes a later one
    private static Optional<UpdateOneModel<Document>> change(Event.OfChannel event) {
        if (event instanceof Event.OfMessage e && e.seq() != e.messageSeq()) {
            return Optional.of(new UpdateOneModel<>(
                    eq(LogDocument.key(e.channel(), e.messageSeq())), max(LogDocument.NOW, LogDocument.now(e))));
        }
        return Optional.empty();
    }

    /**
     * Takes the texts of these messages away. Of the same change what deletes is greater than what has a text, a time than
     * a string, so it holds whatever comes late.
     */
    public void expire(ChannelId channel, List<Expired> messages) {
        events().bulkWrite(messages.stream()
                .map(m -> new UpdateOneModel<Document>(
                        eq(LogDocument.key(channel, m.seq())), max(LogDocument.NOW, LogDocument.now(m))))
                .toList());
    }

    /**
     * What is there of {@code [from, to]}, in seq order; a seq that is not there is missing in the list too. An event
     * carries the current text of its message; one whose message is deleted by now is a {@code message.deleted}.
     */
    public List<Event.OfChannel> events(ChannelId channel, long from, long to) {
        var documents =
                documents(channel, LongStream.rangeClosed(from, to).boxed().toList());
        var slice = slice(channel, documents.values());
        messages(channel, slice.unknown()).values().forEach(slice::add);
        var events = new ArrayList<Event.OfChannel>();
        for (var document : documents.values()) {
            var place = LogDocument.place(document);
            if (LogDocument.isEmpty(document)) {
                continue;
            }
            if (place.isEmpty()) {
                events.add(LogDocument.event(document));
            } else {
                slice.message(place.get()).ifPresent(now -> events.add(LogDocument.event(document, now)));
            }
        }
        return events;
    }

    /** What is there of {@code [from, to]}; of the messages only those born there. */
    Slice slice(ChannelId channel, long from, long to) {
        return slice(
                channel,
                documents(channel, LongStream.rangeClosed(from, to).boxed().toList())
                        .values());
    }

    private static Slice slice(ChannelId channel, Collection<Document> documents) {
        var slice = new Slice();
        for (var document : documents) {
            var seq = LogDocument.seq(document);
            LogDocument.place(document).ifPresentOrElse(place -> slice.add(seq, place), () -> slice.add(seq));
            if (LogDocument.place(document).filter(place -> place == seq).isPresent()) {
                slice.add(LogDocument.message(channel, document));
            }
        }
        return slice;
    }

    /** The messages at these places, as they are now; a place that is not there is missing in the map too. */
    Map<Long, Message> messages(ChannelId channel, Collection<Long> places) {
        var messages = new HashMap<Long, Message>();
        documents(channel, places)
                .forEach((seq, document) -> messages.put(seq, LogDocument.message(channel, document)));
        return messages;
    }

    /** The documents at these seqs, in seq order. */
    Map<Long, Document> documents(ChannelId channel, Collection<Long> seqs) {
        var found = new TreeMap<Long, Document>();
        if (!seqs.isEmpty()) {
            var keys = seqs.stream().map(seq -> LogDocument.key(channel, seq)).toList();
            events().find(in("_id", keys)).batchSize(keys.size() + 1).forEach(d -> found.put(LogDocument.seq(d), d));
        }
        return found;
    }
}
