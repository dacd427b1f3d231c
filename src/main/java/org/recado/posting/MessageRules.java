package org.recado.posting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import org.recado.channel.Role;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.MarkRead;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Command.MuteMember;
import org.recado.command.MessageText;
import org.recado.command.Reason;
import org.recado.command.Refused;

/** What a command must be, whoever sends it: pure, it asks no store. */
@ApplicationScoped
public class MessageRules {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration AHEAD = Duration.ofHours(24);

    @Inject
    MessageText text;

    /** Throws {@link Refused} for a command that nobody may ask anywhere. */
    public void check(Command command, Instant now) {
        if (command.timestamp().isBefore(EARLIEST) || command.timestamp().isAfter(now.plus(AHEAD))) {
            throw malformed("timestamp: before the year 2000 or more than a day ahead");
        }
        if (command instanceof CreateMessage c) {
            text.check(c.text());
        } else if (command instanceof EditMessage c) {
            text.check(c.text());
        } else if (command instanceof AddMember c && Role.ofWire(c.role()).isEmpty()) {
            throw malformed("role: unknown");
        } else if (command instanceof MuteMember c
                && c.until().filter(MessageRules::isNoDate).isPresent()) {
            throw malformed("until: before the year 2000 or after the year 9999");
        } else if (command instanceof MarkRead c && c.seq() < 0) {
            throw malformed("seq: negative");
        } else if (command instanceof MoveCursors c && c.cursors().stream().anyMatch(MessageRules::isNegative)) {
            throw malformed("cursors: negative");
        }
    }

    private static boolean isNoDate(Instant time) {
        return time.isBefore(EARLIEST) || time.isAfter(LATEST);
    }

    private static boolean isNegative(Cursor cursor) {
        return cursor.read() < 0 || cursor.delivered() < 0;
    }

    private static Refused malformed(String detail) {
        return new Refused(Reason.MALFORMED, detail);
    }
}
