package org.recado.notification.email;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.util.Date;

/** A mail in its envelope, as RFC 5322 wants it. Its id is ours, so that whoever has it already can tell. */
final class Envelope extends MimeMessage {

    private static final String UTF_8 = "UTF-8";

    private final String id;

    private Envelope(String id) {
        super((Session) null);
        this.id = id;
    }

    /** @param domain the right side of the mail's id */
    static Envelope around(Mail mail, InternetAddress from, String domain, Words words) throws MessagingException {
        var envelope = new Envelope("<" + mail.id() + "@" + domain + ">");
        envelope.setFrom(from);
        envelope.setRecipient(Message.RecipientType.TO, mail.to().mailbox());
        envelope.setSentDate(Date.from(Instant.now()));
        envelope.setSubject(Plain.line(mail.subject()), UTF_8);
        envelope.setHeader("Content-Language", words.tag());
        // RFC 3834: nobody's holiday is answered to this
        envelope.setHeader("Auto-Submitted", "auto-generated");
        var text = new MimeBodyPart();
        text.setText(mail.text(), UTF_8);
        var html = new MimeBodyPart();
        html.setText(mail.html(), UTF_8, "html");
        envelope.setContent(new MimeMultipart("alternative", text, html));
        return envelope;
    }

    /** Lets a mailbox offer to end the mails by one click of its own (RFC 8058). */
    Envelope endedBy(String unsubscribe) throws MessagingException {
        setHeader("List-Unsubscribe", "<" + unsubscribe + ">");
        setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        return this;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }
}
