package org.recado.notification.email;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.ChannelId;

/** Where the links in mails lead. */
@ApplicationScoped
class Links {

    /** How long an address can be confirmed by one mail. */
    static final Duration CONFIRMED_WITHIN = Duration.ofDays(2);

    @Inject
    EmailSettings settings;

    @Inject
    LinkTokens tokens;

    String host() {
        return settings.base().getHost();
    }

    String channel(ChannelId channel) {
        return settings.base() + "#/c/" + URLEncoder.encode(channel.value(), StandardCharsets.UTF_8);
    }

    String confirm(UUID address) {
        var until = Instant.now().plus(CONFIRMED_WITHIN);
        return link("confirm", tokens.sign(LinkTokens.Purpose.CONFIRM, address, Optional.of(until)));
    }

    String unsubscribe(UUID address) {
        return link("unsubscribe", tokens.sign(LinkTokens.Purpose.UNSUBSCRIBE, address, Optional.empty()));
    }

    private String link(String what, String token) {
        return settings.base() + "api/email/" + what + "?token=" + token;
    }
}
