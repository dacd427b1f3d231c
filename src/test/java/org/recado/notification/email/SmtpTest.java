package org.recado.notification.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recado.notification.Way.Answer;
import org.recado.platform.Deadlines;
import org.recado.platform.Outside;

/** What a mail server says is understood, and repeated without the addresses in it. */
class SmtpTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LATE = Duration.ofSeconds(20);

    private final Deadlines deadlines = Outside.deadlines();

    @AfterEach
    void stop() {
        Outside.stop(deadlines);
    }

    private Answer send(int port, Duration silence, Duration atMost) throws Exception {
        var smtp = new Smtp();
        smtp.deadlines = deadlines;
        smtp.settings = Settled.settings(port);
        smtp.settings.start();
        var mail = new Mail("digest.7", new EmailAddress("bruno@example.org"), "s", "t\n", "<p>t</p>\n");
        var envelope = Envelope.around(mail, smtp.settings.from(), "chat.example.org", Words.EN);
        return smtp.send(envelope, silence, atMost);
    }

    private Answer send(String command, String answer) throws Exception {
        try (var server = new ScriptedSmtp(command, answer)) {
            return send(server.port(), LATE, LATE);
        }
    }

    @Test
    void whatIsTakenIsSentBeTheGoodbyeAsItWill() throws Exception {
        assertThat(send("NOOP", "")).isEqualTo(new Answer.Sent("250"));
        assertThat(send("QUIT", "421 gone already")).isEqualTo(new Answer.Sent("250"));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 <bruno@example.org>: no such user, 550 5.1.1",
        "RCPT, 550 no such user bruno@example.org, 550",
        "RCPT, 551 5.1.6 moved, 551 5.1.6",
        "RCPT, 553 5.1.3 not a mailbox, 553 5.1.3"
    })
    void aMailboxThatIsNoMoreIsGone(String command, String says, String detail) throws Exception {
        assertThat(send(command, says)).isEqualTo(new Answer.Gone(detail));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.7.1 relaying denied, 550 5.7.1",
        "RCPT, 552 5.2.2 mailbox full, 552 5.2.2",
        "RCPT, 554 5.7.1 no, 554 5.7.1",
        "MAIL, 550 5.7.1 <chat@example.org> may not send, 550 5.7.1",
        "MAIL, 553 5.1.8 no such sender, 553 5.1.8",
        "END, 550 5.7.1 looks like spam, 550 5.7.1",
        "END, 552 too large, 552",
        "DATA, 554 no, 554"
    })
    void whatIsRefusedForGoodIsNotTheMailboxsEnd(String command, String says, String detail) throws Exception {
        assertThat(send(command, says)).isEqualTo(new Answer.Refused(detail));
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 450 4.2.1 try bruno@example.org later, 450 4.2.1",
        "RCPT, 421 4.3.2 going down, 421 4.3.2",
        "MAIL, 451 later, 451",
        "MAIL, 530 5.7.0 sign in first, 530 5.7.0",
        "END, 452 4.3.1 no space, 452 4.3.1"
    })
    void whatIsNotTakenNowIsForLater(String command, String says, String detail) throws Exception {
        assertThat(send(command, says)).isEqualTo(new Answer.Later(detail, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"GREETING, 421 too many", "GREETING, 554 not for you", "EHLO, 500 what"})
    void aServerThatLetsNobodyInIsForLater(String command, String says) throws Exception {
        assertThat(send(command, says)).isInstanceOf(Answer.Later.class);
    }

    @ParameterizedTest
    @CsvSource({"GREETING", "MAIL", "END"})
    void aServerThatSaysNothingIsForLaterInTime(String command) throws Exception {
        try (var server = new ScriptedSmtp(command, ScriptedSmtp.SILENCE)) {
            assertThat(send(server.port(), SOON, LATE)).isInstanceOf(Answer.Later.class);
        }
        try (var server = new ScriptedSmtp(command, ScriptedSmtp.SILENCE)) {
            assertThat(send(server.port(), LATE, SOON)).isInstanceOf(Answer.Later.class);
        }
    }

    @Test
    void aServerThatIsNotThereIsForLater() throws Exception {
        var answer = send(freePort(), LATE, LATE);
        assertThat(answer).isInstanceOf(Answer.Later.class);
        assertThat(answer.detail()).isEqualTo("no answer: ConnectException");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
