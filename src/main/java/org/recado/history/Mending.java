package org.recado.history;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bson.Document;
import org.recado.event.Event;
import org.recado.id.ChannelId;

/**
 * Brings the log to agreement with the ledger, a stretch of a channel at a time, while nothing is posted. What it takes
 * out is in the collection {@code quarantine} first; the same again finds nothing.
 */
@ApplicationScoped
public class Mending {

    private static final int PAGE = 500;
    private static final int KEYS = 5_000;

    @Inject
    MongoDatabase database;

    @Inject
    MessageArchive archive;

    @Inject
    RecentMessages recent;

    /** How far the log of a channel goes. */
    public record End(ChannelId channel, long seq) {}

    private MongoCollection<Document> events() {
        return database.getCollection("events");
    }

    /**
     * What disagrees in {@code [from, to]}; where {@code apply}, it agrees when this returns.
     *
     * @param facts all that the ledger knows of this stretch, by seq
     * @param end of the channel
     */
    public List<Finding> mend(ChannelId channel, long from, long to, Map<Long, Fact> facts, long end, boolean apply) {
        var documents = archive.documents(
                channel, LongStream.rangeClosed(from, to).boxed().toList());
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var comparison = new Comparison(channel, seq -> cached(channel, seq, end), now);
        for (var seq = from; seq <= to; seq++) {
            comparison.look(seq, Optional.ofNullable(facts.get(seq)), Optional.ofNullable(documents.get(seq)));
        }
        if (apply && !comparison.findings().isEmpty()) {
            keep(comparison.foreign());
            put(comparison.mended());
        }
        return comparison.findings();
    }

    private Optional<Event.OfChannel> cached(ChannelId channel, long seq, long end) {
        return recent.isKept(seq, end)
                ? recent.events(channel, seq, seq).map(events -> events.get(0))
                : Optional.empty();
    }

    private void put(List<Document> mended) {
        if (!mended.isEmpty()) {
            events().bulkWrite(mended.stream()
                    .map(d -> new ReplaceOneModel<>(eq(d.getString("_id")), d, new ReplaceOptions().upsert(true)))
                    .toList());
        }
    }

    private void keep(List<Document> foreign) {
        if (!foreign.isEmpty()) {
            var at = Instant.now();
            database.getCollection("quarantine")
                    .insertMany(foreign.stream()
                            .map(d -> new Document("at", Date.from(at)).append("event", d))
                            .toList());
        }
    }

    /** Puts the whole log of a channel into the quarantine; how many documents that are. */
    public long quarantine(ChannelId channel, boolean apply) {
        // what comes after "/" is "0"
        var all = and(gt("_id", channel + "/"), lt("_id", channel + "0"));
        if (!apply) {
            return events().countDocuments(all);
        }
        var moved = 0L;
        List<Document> page;
        do {
            page = events().find(all).sort(ascending("_id")).limit(PAGE).into(new ArrayList<>());
            keep(page);
            events().deleteMany(
                            in("_id", page.stream().map(d -> d.getString("_id")).toList()));
            moved += page.size();
        } while (page.size() == PAGE);
        return moved;
    }

    /** Every channel in the log, and where it ends. */
    public Iterator<End> ends() {
        return new Ends(this::keys);
    }

    private List<String> keys(String after) {
        return events().find(gt("_id", after))
                .projection(include("_id"))
                .sort(ascending("_id"))
                .limit(KEYS)
                .map(d -> d.getString("_id"))
                .into(new ArrayList<>());
    }
}
