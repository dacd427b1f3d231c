package org.recado.repair;

import com.mongodb.MongoException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.recado.history.Fact;
import org.recado.history.Mending;
import org.recado.history.Mending.End;
import org.recado.history.RecentMessages;
import org.recado.id.ChannelId;

/**
 * Goes through the log and the ledger and says where they disagree; where it is asked to, it brings them to agreement. It
 * holds one stretch of a channel at a time, and ends with whoever reads its report. Broken off, it is simply asked again.
 */
@ApplicationScoped
public class Repair {

    private static final System.Logger LOG = System.getLogger(Repair.class.getName());
    private static final int STRETCH = 500;
    /** So many seqs without a finding, and the report says where it is. */
    private static final long SILENCE = 100_000;

    @Inject
    LedgerRows ledger;

    @Inject
    Mending mending;

    @Inject
    RecentMessages recent;

    /** Only one is at it, on whichever node; {@code apply} asks that nothing is posted meanwhile. */
    public void run(boolean apply, Report report) {
        try {
            report.remark(apply ? "repair" : "dry run: nothing is changed");
            if (!ledger.alone(connection -> new Run(connection, apply, report).go())) {
                report.refused("another repair is at work");
            }
        } catch (UncheckedIOException e) {
            LOG.log(System.Logger.Level.INFO, "whoever asked for a repair has gone away, so it ends");
        } catch (SQLException | MongoException e) {
            LOG.log(System.Logger.Level.WARNING, "a repair failed", e);
            report.failed(e);
        }
    }

    /** One repair. */
    private final class Run {

        private final Connection connection;
        private final boolean apply;
        private final Report report;
        private final Map<ChannelId, Long> ahead = new HashMap<>();
        private long channels;
        private long seqs;

        Run(Connection connection, boolean apply, Report report) {
            this.connection = connection;
            this.apply = apply;
            this.report = report;
        }

        void go() throws SQLException {
            lookAtTheLog();
            var after = "";
            List<ChannelRow> page;
            do {
                page = LedgerRows.channels(connection, after);
                for (var channel : page) {
                    lookAt(channel);
                    after = channel.id().value();
                }
            } while (page.size() == LedgerRows.PAGE);
            report.done(channels, seqs);
        }

        // of the channels that the ledger has, only where the log goes further is remembered
        private void lookAtTheLog() throws SQLException {
            var some = new ArrayList<End>();
            for (var ends = mending.ends(); ends.hasNext(); ) {
                some.add(ends.next());
                if (some.size() == LedgerRows.PAGE || !ends.hasNext()) {
                    compare(some);
                    some.clear();
                }
            }
        }

        private void compare(List<End> ends) throws SQLException {
            var known = LedgerRows.lastSeqs(
                    connection, ends.stream().map(End::channel).toList());
            for (var end : ends) {
                var last = known.get(end.channel());
                if (last == null) {
                    report.unknown(end.channel(), mending.quarantine(end.channel(), apply));
                    forget(end.channel());
                } else if (last < end.seq()) {
                    ahead.put(end.channel(), end.seq());
                }
            }
        }

        private void lookAt(ChannelRow channel) throws SQLException {
            var end = Math.max(channel.end(), ahead.getOrDefault(channel.id(), 0L));
            try (var facts = new Facts(connection, channel.id())) {
                for (var from = 1L; from <= end; from += STRETCH) {
                    var to = Math.min(end, from + STRETCH - 1);
                    lookAt(channel.id(), from, to, facts.upTo(to), end);
                }
            }
            settle(channel, end);
            forget(channel.id());
            channels++;
        }

        private void lookAt(ChannelId channel, long from, long to, Map<Long, Fact> facts, long end)
                throws SQLException {
            var findings = mending.mend(channel, from, to, facts, end, apply);
            findings.forEach(report::found);
            var unlearned =
                    findings.stream().filter(f -> f.deletedAt().isPresent()).toList();
            if (apply && !unlearned.isEmpty()) {
                ledger.learn(unlearned);
            }
            if (seqs / SILENCE != (seqs + to - from + 1) / SILENCE) {
                report.remark("at " + channel + "/" + to);
            }
            seqs += to - from + 1;
        }

        private void settle(ChannelRow channel, long end) throws SQLException {
            if (end != channel.lastSeq()) {
                report.row(channel.id(), "last-seq", channel.lastSeq(), end);
            }
            if (!channel.last().equals(channel.saidLast())) {
                report.row(channel.id(), "last-message", text(channel.saidLast()), text(channel.last()));
            }
            if (apply && (end != channel.lastSeq() || !channel.last().equals(channel.saidLast()))) {
                ledger.settle(channel, end);
            }
        }

        private static String text(Optional<UUID> id) {
            return id.map(UUID::toString).orElse("none");
        }

        // Redis may be of a third moment, also where the others agree
        private void forget(ChannelId channel) {
            if (apply) {
                recent.forget(channel);
            }
        }
    }
}
