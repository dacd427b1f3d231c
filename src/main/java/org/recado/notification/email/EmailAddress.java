package org.recado.notification.email;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.regex.Pattern;

/**
 * One plain address of a mailbox: ASCII, without a name, a comment or quotes, in a domain with a dot; anything else is an
 * {@link IllegalArgumentException}, whose message does not hold it.
 */
public record EmailAddress(String value) {

    private static final int LONGEST = 254;
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
            + "@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    public EmailAddress {
        if (value.length() > LONGEST || !SHAPE.matcher(value).matches()) {
            throw wrong();
        }
        mailbox(value);
    }

    InternetAddress mailbox() {
        return mailbox(value);
    }

    private static InternetAddress mailbox(String value) {
        try {
            return new InternetAddress(value, true);
        } catch (AddressException e) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("must be one plain e-mail address");
    }
}
