package org.recado.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.notification.Parcel;
import org.recado.notification.Way.Answer;
import org.recado.platform.Deadlines;
import org.recado.platform.Outside;

/** The digest as a mailbox gets it from a mail server. */
class EmailWayTest {

    private static final String EVIL = "Eve\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script>";

    private final Deadlines deadlines = Outside.deadlines();
    private final GreenMail server = new GreenMail(new ServerSetup[] {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS)
    });
    private EmailWay way;

    @BeforeEach
    void start() {
        server.start();
        way = way(Settled.settings(server.getSmtp().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop();
        Outside.stop(deadlines);
    }

    private EmailWay way(EmailSettings settings) {
        settings.start();
        var made = new EmailWay();
        made.settings = settings;
        made.links = Settled.links(settings);
        made.smtp = new Smtp();
        made.smtp.settings = settings;
        made.smtp.deadlines = deadlines;
        return made;
    }

    private MimeMessage sent(Parcel... parcels) {
        assertThat(way.send(List.of(parcels))).isEqualTo(new Answer.Sent("250"));
        var all = server.getReceivedMessages();
        return all[all.length - 1];
    }

    private static BodyPart part(MimeMessage mail, int number) throws Exception {
        return ((MimeMultipart) mail.getContent()).getBodyPart(number);
    }

    private static String text(MimeMessage mail) throws Exception {
        return (String) part(mail, 0).getContent();
    }

    private static String html(MimeMessage mail) throws Exception {
        return (String) part(mail, 1).getContent();
    }

    @Test
    void allThatWaitsIsOneMail() throws Exception {
        var mail = sent(
                Settled.parcel(4, "Geral", 1, 8, "Ana", "primeira"),
                Settled.parcel(5, "Praça", 1, 3, "Zoé", "outra"),
                Settled.parcel(6, "Geral", 2, 11, "João", "última, e já são três"));

        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(mail.getSubject()).isEqualTo("4 unread messages in 2 channels");
        assertThat(text(mail).replace("\r\n", "\n"))
                .contains("Geral: 3 unread messages.\nThe last one is by João: última, e já são três\n")
                .contains("Praça: 1 unread message.\nThe last one is by Zoé: outra\n")
                .doesNotContain("primeira");
        assertThat(html(mail)).contains("<q>última, e já são três</q>", "<h2", ">Praça</h2>");
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(part(mail, 0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(part(mail, 1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
    }

    @Test
    void theEnvelopeSaysWhoSendsAndHowToEndIt() throws Exception {
        var mail = sent(Settled.parcel(7, "Geral", 1, 1, "Ana", "oi"));

        assertThat(mail.getFrom()).containsExactly(new InternetAddress("chat@example.org", "Récado", "UTF-8"));
        assertThat(((InternetAddress) mail.getFrom()[0]).getPersonal()).isEqualTo("Récado");
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("bruno@example.org"));
        assertThat(mail.getSentDate().toInstant()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(mail.getHeader("Content-Language")).containsExactly("en");
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        var link = mail.getHeader("List-Unsubscribe")[0];
        assertThat(link)
                .startsWith("<https://chat.example.org/api/email/unsubscribe?token=")
                .endsWith(">");
        var token = link.substring(link.indexOf('=') + 1, link.length() - 1);
        assertThat(Settled.tokens().address(LinkTokens.Purpose.UNSUBSCRIBE, token))
                .isEqualTo(Settled.ADDRESS);
        assertThat(text(mail)).contains(token);
        assertThat(html(mail)).contains(token);
    }

    @Test
    void theSameMailAgainHasTheSameId() throws Exception {
        var parcel = Settled.parcel(7, "Geral", 1, 1, "Ana", "oi");
        var older = Settled.parcel(6, "Praça", 1, 1, "Ana", "oi");
        assertThat(sent(parcel, older).getMessageID())
                .isEqualTo(sent(older, parcel).getMessageID())
                .isEqualTo("<digest.7@chat.example.org>");
    }

    @Test
    void namesAndTextsWriteNoHeaderAndNoHtml() throws Exception {
        var mail = sent(Settled.parcel(8, EVIL, 1, 1, EVIL, EVIL + "\u202Eevil"));

        assertThat(Collections.list(mail.getAllHeaderLines()).toString()).doesNotContain("evil.example");
        assertThat(mail.getAllRecipients()).hasSize(1);
        assertThat(text(mail))
                .contains("Eve Bcc: eve@evil.example <script>alert(1)</script>: 1 unread message.")
                .doesNotContain("\u202E");
        assertThat(html(mail))
                .contains("Eve Bcc: eve@evil.example &lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script");
    }

    @Test
    void byTlsWithACertificateThatNobodyVouchesForNothingIsSent() {
        var settings = Settled.settings(server.getSmtps().getPort());
        settings.securityName = "tls";
        way = way(settings);
        var answer = way.send(List.of(Settled.parcel(9, "Geral", 1, 1, "Ana", "oi")));
        assertThat(answer).isInstanceOf(Answer.Later.class);
        assertThat(answer.detail()).contains("CertPath");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void withoutTheTlsThatIsWantedNothingIsSent() {
        var settings = Settled.settings(server.getSmtp().getPort());
        settings.securityName = "starttls";
        settings.user = Optional.of("chat");
        settings.password = Optional.of("a password");
        way = way(settings);
        assertThat(way.send(List.of(Settled.parcel(9, "Geral", 1, 1, "Ana", "oi"))))
                .isInstanceOf(Answer.Later.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void portugueseIsSpokenWhereItIsWanted() throws MessagingException {
        var settings = Settled.settings(server.getSmtp().getPort());
        settings.language = "pt";
        way = way(settings);
        var mail = sent(Settled.parcel(10, "Geral", 2, 2, "Ana", "oi"));
        assertThat(mail.getSubject()).isEqualTo("2 mensagens não lidas em 1 canal");
        assertThat(mail.getHeader("Content-Language")).containsExactly("pt");
    }
}
