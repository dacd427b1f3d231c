package org.recado.notification.email;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.recado.notification.Way.Answer;

/** What became of a mail, by the codes that the server answered with (RFC 5321, RFC 3463); its words may hold addresses. */
final class SmtpReply {

    /** No such mailbox, or not here any more. */
    private static final Set<Integer> GONE = Set.of(550, 551, 553);

    /** What our own settings are to blame for, and not the mail. */
    private static final Set<Integer> OURS = Set.of(530, 534, 535, 538);

    private static final int REFUSED = 500;
    private static final Pattern ENHANCED = Pattern.compile("^\\d{3}[ -]([245]\\.\\d{1,3}\\.\\d{1,3})\\b");
    private static final Pattern POLICY = Pattern.compile("5\\.7\\..*");

    private SmtpReply() {}

    private record Code(int number, Optional<String> enhanced, boolean isOfMailbox) {
        Code(int number, String words, boolean isOfMailbox) {
            this(
                    number,
                    Optional.of(ENHANCED.matcher(words)).filter(m -> m.find()).map(m -> m.group(1)),
                    isOfMailbox);
        }

        String text() {
            return number + enhanced.map(e -> " " + e).orElse("");
        }

        // a relay that does not serve us says 550 as well, of every mailbox
        boolean isGone() {
            return isOfMailbox
                    && GONE.contains(number)
                    && enhanced.filter(e -> POLICY.matcher(e).matches()).isEmpty();
        }
    }

    static Answer answer(MessagingException failure) {
        return code(failure).map(SmtpReply::answer).orElseGet(() -> later(failure));
    }

    private static Answer answer(Code code) {
        if (code.isGone()) {
            return new Answer.Gone(code.text());
        }
        return code.number() >= REFUSED && !OURS.contains(code.number())
                ? new Answer.Refused(code.text())
                : new Answer.Later(code.text(), Optional.empty());
    }

    private static Answer later(MessagingException failure) {
        if (failure instanceof AuthenticationFailedException) {
            return new Answer.Later("the server did not let us in", Optional.empty());
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new Answer.Later("no answer: " + root.getClass().getSimpleName(), Optional.empty());
    }

    // what was said of the mailbox is further in than what was said of all of it
    private static Optional<Code> code(Throwable failure) {
        var inner = Optional.ofNullable(failure.getCause()).flatMap(SmtpReply::code);
        return inner.or(() -> ownCode(failure));
    }

    private static Optional<Code> ownCode(Throwable failure) {
        if (failure instanceof SMTPAddressFailedException e) {
            return Optional.of(new Code(e.getReturnCode(), e.getMessage(), true));
        } else if (failure instanceof SMTPSenderFailedException e) {
            return Optional.of(new Code(e.getReturnCode(), e.getMessage(), false));
        } else if (failure instanceof SMTPSendFailedException e) {
            return Optional.of(new Code(e.getReturnCode(), e.getMessage(), false));
        }
        return Optional.empty();
    }
}
