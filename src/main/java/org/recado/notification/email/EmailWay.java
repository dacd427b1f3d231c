package org.recado.notification.email;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import java.util.List;
import org.recado.notification.Parcel;
import org.recado.notification.Way;

/** One mail for all that waits at an address. */
@ApplicationScoped
public class EmailWay implements Way {

    @Inject
    EmailSettings settings;

    @Inject
    Links links;

    @Inject
    Smtp smtp;

    @Override
    public Name name() {
        return Name.EMAIL;
    }

    @Override
    public boolean isOn() {
        return settings.isOn();
    }

    @Override
    public boolean isDigest() {
        return true;
    }

    @Override
    public Answer send(List<Parcel> parcels) {
        var unsubscribe = links.unsubscribe(parcels.get(0).addressId());
        var digest = new Digest(settings.words(), settings.showsText(), links::channel, unsubscribe);
        try {
            return smtp.send(Envelope.around(digest.of(parcels), settings.from(), links.host(), settings.words())
                    .endedBy(unsubscribe));
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail could not be written", e);
        }
    }
}
