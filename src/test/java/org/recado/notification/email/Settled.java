package org.recado.notification.email;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.channel.Kind;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.notification.Parcel;

/** Settings and parcels for the tests. */
final class Settled {

    static final String SECRET = "a secret of the tests long enough";
    static final UUID ADDRESS = UUID.randomUUID();

    private Settled() {}

    /** For a server on this machine that has neither TLS nor passwords. */
    static EmailSettings settings(int port) {
        var settings = new EmailSettings();
        settings.host = Optional.of("localhost");
        settings.port = port;
        settings.securityName = "none";
        settings.fromText = Optional.of("Récado <chat@example.org>");
        settings.language = "en";
        settings.showsText = true;
        settings.publicUrl = Optional.of("https://chat.example.org");
        return settings;
    }

    static LinkTokens tokens() {
        return tokens(SECRET, Optional.empty());
    }

    static LinkTokens tokens(String secret, Optional<String> previous) {
        var tokens = new LinkTokens();
        tokens.secret = secret;
        tokens.previousSecrets = previous;
        tokens.start();
        return tokens;
    }

    static Links links(EmailSettings settings) {
        var links = new Links();
        links.settings = settings;
        links.tokens = tokens();
        return links;
    }

    /** So many messages in a channel of which the last one has this seq and text. */
    static Parcel parcel(long id, String channel, int messages, long lastSeq, String sender, String text) {
        return parcel(id, channel, Kind.PUBLIC, messages, lastSeq, sender, Optional.of(text));
    }

    static Parcel parcel(
            long id, String channel, Kind kind, int messages, long lastSeq, String sender, Optional<String> text) {
        var at = Instant.now();
        var channelId = new ChannelId("c" + Math.floorMod(channel.hashCode(), 100_000));
        var user = new UserId("ana");
        var message = new Message(
                new MessageId(UUID.randomUUID()),
                lastSeq,
                channelId,
                Optional.empty(),
                user,
                text,
                at,
                at,
                Optional.empty(),
                text.isPresent() ? Optional.empty() : Optional.of(at),
                lastSeq);
        return new Parcel(
                id,
                ADDRESS,
                "bruno@example.org",
                "",
                Optional.of(new UserId("bruno")),
                channelId,
                channel,
                kind,
                lastSeq,
                Optional.of(new Parcel.Notice(id, lastSeq, messages, true, user, sender)),
                at,
                1,
                Optional.of(message));
    }
}
