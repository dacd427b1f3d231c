package org.recado.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The commands of one run of a load, numbered from 0; all bodies have one length. */
final class Commands {

    private static final String DIGITS = "0000000";

    private final String name;
    private final ChannelNames channels;
    private final String text;
    private final String end;
    private final String timestamp =
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();

    /** @param name tells the keys of this run from all others */
    private Commands(String name, ChannelNames channels, int textBytes, String end) {
        this.name = name;
        this.channels = channels;
        this.text = "x".repeat(textBytes);
        this.end = end;
    }

    static Commands ofText(String name, ChannelNames channels, int textBytes) {
        return new Commands(name, channels, textBytes, "}");
    }

    /** The same, each without the brace at its end. */
    Commands broken() {
        return new Commands(name, channels, text.length(), "");
    }

    /** Texts of such a length that the whole body has this many bytes. */
    static Commands ofBody(String name, ChannelNames channels, int bodyBytes) {
        return ofText(name, channels, bodyBytes - ofText(name, channels, 0).body(0).length);
    }

    String channel(int number) {
        return channels.name(number % channels.count());
    }

    byte[] body(int number) {
        return ("{\"sender_id\":\"ana\",\"channel_id\":\"" + channel(number) + "\",\"client_id\":\"" + keyPrefix()
                        + padded(number) + "\",\"message\":\"" + text + "\",\"timestamp\":\"" + timestamp + "\"" + end)
                .getBytes(StandardCharsets.US_ASCII);
    }

    String keyPrefix() {
        return name + "-";
    }

    int textBytes() {
        return text.length();
    }

    static String padded(int number) {
        var digits = Integer.toString(number);
        return DIGITS.substring(digits.length()) + digits;
    }
}
