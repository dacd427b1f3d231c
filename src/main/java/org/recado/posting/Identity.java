package org.recado.posting;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.EraseMember;
import org.recado.command.Command.EraseMessage;
import org.recado.command.Command.MarkRead;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;

/** What makes two commands the same, and what makes two commands under one key different (the contract, section 1). */
final class Identity {

    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7e]{1,64}");

    private Identity() {}

    /** The sender's own key, else AMQP's message id, else a hash of all that was said; each in a namespace of its own. */
    static String key(Command command, Optional<String> amqpMessageId) {
        if (command.clientId().isPresent()) {
            return "c:" + command.clientId().get().value();
        }
        if (amqpMessageId.isPresent()) {
            var id = amqpMessageId.get();
            return "m:" + (PLAIN.matcher(id).matches() ? id : HexFormat.of().formatHex(sha256(List.of(id))));
        }
        var all = sha256(
                List.of(
                        command.sender().value(),
                        command.channel().value(),
                        command.timestamp().toString(),
                        command.type()),
                said(command));
        return "h:" + HexFormat.of().formatHex(all);
    }

    /** SHA-256 of what was asked; without the timestamp, since a client that tries again may read its clock again. */
    static byte[] digest(Command command) {
        return sha256(List.of(command.type()), said(command));
    }

    private static List<String> said(Command command) {
        if (command instanceof CreateMessage c) {
            return List.of(c.text());
        } else if (command instanceof EditMessage c) {
            return List.of(c.message().toString(), c.text());
        } else if (command instanceof DeleteMessage c) {
            return List.of(c.message().toString());
        } else if (command instanceof EraseMessage c) {
            return List.of(c.message().toString());
        } else if (command instanceof EraseMember) {
            return List.of();
        } else if (command instanceof AddMember c) {
            return List.of(c.user().value(), c.role());
        } else if (command instanceof RemoveMember c) {
            return List.of(c.user().value());
        } else if (command instanceof MuteMember c) {
            return List.of(c.user().value(), c.until().map(Instant::toString).orElse(""));
        } else if (command instanceof BanMember c) {
            return List.of(c.user().value(), Boolean.toString(c.banned()));
        } else if (command instanceof RenameChannel c) {
            return List.of(c.name().value());
        } else if (command instanceof ArchiveChannel c) {
            return List.of(Boolean.toString(c.archived()));
        } else if (command instanceof RetainMessages c) {
            return List.of(c.days().map(Object::toString).orElse(""));
        } else if (command instanceof MarkRead c) {
            return List.of(Long.toString(c.seq()));
        } else if (command instanceof MoveCursors c) {
            return c.cursors().stream().map(Object::toString).toList();
        }
        throw new IllegalStateException("no digest for " + command.type());
    }

    // each part with its length before it, so that no two lists of parts run together
    @SafeVarargs
    private static byte[] sha256(List<String>... parts) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var list : parts) {
                for (var part : list) {
                    var bytes = part.getBytes(StandardCharsets.UTF_8);
                    sha.update(ByteBuffer.allocate(Integer.BYTES)
                            .putInt(bytes.length)
                            .flip());
                    sha.update(bytes);
                }
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
