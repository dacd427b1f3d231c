package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** The webhooks of people and channels, made with a secret each. */
@ApplicationScoped
public class Webhooks {

    @Inject
    @ConfigProperty(name = "recado.webhook.enabled")
    boolean isEnabled;

    @Inject
    Addresses addresses;

    public boolean isOn() {
        return isEnabled;
    }

    /**
     * One that hears what a user is told.
     *
     * @throws Refused {@code forbidden} where webhooks are off, {@code rate_limited} where there are too many
     */
    public Address make(UserId user, URI url, String label) {
        return add(Address.of(user, Way.Name.WEBHOOK, url.toASCIIString(), secret(), label));
    }

    /**
     * One that hears every message of a channel.
     *
     * @throws Refused {@code forbidden} where webhooks are off, {@code rate_limited} where there are too many
     */
    public Address make(ChannelId channel, URI url, String label, UserId by) {
        return add(Address.of(channel, Way.Name.WEBHOOK, url.toASCIIString(), secret(), label, by));
    }

    private static String secret() {
        return WebhookSecret.random().text();
    }

    private Address add(Address made) {
        if (!isEnabled) {
            throw new Refused(Reason.FORBIDDEN, "webhooks are off here");
        }
        return addresses.add(made.confirmed());
    }
}
