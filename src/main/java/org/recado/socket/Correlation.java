package org.recado.socket;

import java.util.Optional;
import org.recado.id.ChannelId;

/**
 * The correlation id of a command that came through a socket: {@code s:<connection>:<command>:<channel>}. It says all
 * that is needed to bring the receipt home, so that nothing has to be remembered for it.
 */
public record Correlation(String connection, String command, ChannelId channel) {

    private static final String SOCKET = "s";
    private static final int PARTS = 4;

    /** Reads one; empty where it is someone else's. */
    public static Optional<Correlation> parse(String text) {
        var parts = text.split(":", PARTS);
        if (parts.length < PARTS || !parts[0].equals(SOCKET)) {
            return Optional.empty();
        }
        return Optional.of(new Correlation(parts[1], parts[2], new ChannelId(parts[3])));
    }

    @Override
    public String toString() {
        return String.join(":", SOCKET, connection, command, channel.value());
    }
}
