package org.recado.notification.email;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Properties;
import org.recado.notification.Way.Answer;
import org.recado.notification.email.EmailSettings.Security;
import org.recado.platform.Deadlines;

/** Hands a mail to the SMTP server: taken, or why not, within {@link #AT_MOST} whatever the server does. */
@ApplicationScoped
class Smtp {

    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration AT_MOST = Duration.ofSeconds(25);
    private static final String TAKEN = "250";

    @Inject
    EmailSettings settings;

    @Inject
    Deadlines deadlines;

    Answer send(MimeMessage mail) {
        return send(mail, SILENCE, AT_MOST);
    }

    Answer send(MimeMessage mail, Duration silence, Duration atMost) {
        var wire = new OneSocket();
        var end = deadlines.after(atMost, wire::cut);
        var isTaken = false;
        try (var transport =
                Session.getInstance(properties(wire, silence.toMillis())).getTransport("smtp")) {
            transport.connect(
                    settings.host(),
                    settings.port(),
                    settings.user().orElse(null),
                    settings.password().orElse(null));
            mail.saveChanges();
            transport.sendMessage(mail, mail.getAllRecipients());
            isTaken = true;
        } catch (MessagingException e) {
            // a goodbye that fails changes nothing
            return isTaken ? new Answer.Sent(TAKEN) : SmtpReply.answer(e);
        } finally {
            end.cancel(false);
        }
        return new Answer.Sent(TAKEN);
    }

    private Properties properties(OneSocket wire, long silenceMs) {
        var properties = new Properties();
        set(properties, "connectiontimeout", silenceMs);
        set(properties, "timeout", silenceMs);
        set(properties, "quitwait", false);
        set(properties, "auth", settings.user().isPresent());
        set(properties, "ssl.enable", settings.security() == Security.TLS);
        set(properties, "ssl.checkserveridentity", true);
        set(properties, "starttls.enable", settings.security() == Security.STARTTLS);
        set(properties, "starttls.required", settings.security() == Security.STARTTLS);
        set(properties, "socketFactory.fallback", false);
        properties.put("mail.smtp.socketFactory", wire);
        return properties;
    }

    private static void set(Properties properties, String name, Object value) {
        properties.setProperty("mail.smtp." + name, value.toString());
    }
}
