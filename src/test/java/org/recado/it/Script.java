package org.recado.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The commands for one channel in the order they are published, so in the order of their seqs, and what is to be read after them. */
final class Script {

    /** One command; {@code correlation} names its receipts. */
    record Line(String channel, int seq, String correlation, String body) {}

    /** A message as it is to be read; no text: deleted. */
    record Said(int seq, String sender, Optional<String> text, int changedSeq) {}

    private final String channel = "crash-" + UUID.randomUUID();
    private final List<Line> lines = new ArrayList<>();
    private final SortedMap<Integer, Said> said = new TreeMap<>();

    String channel() {
        return channel;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    List<Said> said() {
        return List.copyOf(said.values());
    }

    Line say(String sender) {
        var line = line("message.create", sender, text());
        said.put(line.seq(), new Said(line.seq(), sender, Optional.of("text " + line.seq()), line.seq()));
        return line;
    }

    /** @param place the seq of the message */
    Line edit(int place, String id) {
        var sender = said.get(place).sender();
        var line = line("message.edit", sender, text() + ",\"message_id\":\"" + id + "\"");
        said.put(place, new Said(place, sender, Optional.of("text " + line.seq()), line.seq()));
        return line;
    }

    /** @param place the seq of the message */
    Line delete(int place, String id) {
        var sender = said.get(place).sender();
        var line = line("message.delete", sender, "\"message_id\":\"" + id + "\"");
        said.put(place, new Said(place, sender, Optional.empty(), line.seq()));
        return line;
    }

    Line member(String type, String sender, String user) {
        return line(type, sender, "\"user_id\":\"" + user + "\"");
    }

    private String text() {
        return "\"message\":\"text " + (lines.size() + 1) + "\"";
    }

    private Line line(String type, String sender, String more) {
        var seq = lines.size() + 1;
        var body = "{\"type\":\"" + type + "\",\"sender_id\":\"" + sender + "\",\"channel_id\":\"" + channel
                + "\",\"client_id\":\"k" + seq + "\",\"timestamp\":\"2026-01-01T00:00:00Z\"," + more + "}";
        var line = new Line(channel, seq, channel + "/" + seq, body);
        lines.add(line);
        return line;
    }
}
