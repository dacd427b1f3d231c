package org.recado.repair;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.recado.history.Finding;
import org.recado.history.Finding.What;
import org.recado.id.ChannelId;

/** What a repair says, as it goes: a line a finding, never a text of a message; at the end the counts. */
public final class Report {

    private final OutputStream out;
    private final Map<String, Long> counts = new TreeMap<>();

    public Report(OutputStream out) {
        this.out = out;
    }

    void remark(String text) {
        line("# " + text);
    }

    void found(Finding finding) {
        var message = finding.message().map(id -> " " + id).orElse("");
        line(finding.channel() + "/" + finding.seq() + " " + finding.what().word() + message);
        counts.merge(finding.what().word(), 1L, Long::sum);
    }

    /** So many documents of a channel that the ledger does not have. */
    void unknown(ChannelId channel, long documents) {
        line(channel + " unknown-channel documents=" + documents);
        counts.merge("unknown-channel", 1L, Long::sum);
        counts.merge(What.QUARANTINED.word(), documents, Long::sum);
    }

    void row(ChannelId channel, String what, Object before, Object after) {
        line(channel + " " + what + " " + before + " -> " + after);
        counts.merge(what, 1L, Long::sum);
    }

    void failed(Exception cause) {
        line("failed " + cause.getClass().getSimpleName() + ": what is said above is done; ask again to go on");
    }

    void refused(String why) {
        line("refused " + why);
    }

    void done(long channels, long seqs) {
        var line = new StringBuilder("done channels=" + channels + " seqs=" + seqs);
        line.append(" findings=")
                .append(counts.values().stream().mapToLong(Long::longValue).sum());
        counts.forEach(
                (what, count) -> line.append(' ').append(what).append('=').append(count));
        line(line.toString());
    }

    // whoever has gone away wants no more of it
    private void line(String text) {
        try {
            out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
