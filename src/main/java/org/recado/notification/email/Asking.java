package org.recado.notification.email;

import org.recado.notification.email.Confirmations.Question;
import org.recado.platform.Html;

/** Writes the mail that asks. It holds nothing that its user chose but their id, since anyone may be asked. */
final class Asking {

    private Asking() {}

    static Mail mail(Question question, Words words, String host, String confirm) {
        var who = words.whoAsked(question.user().value(), host);
        return new Mail(
                "confirm." + question.address() + "." + question.askedAt(),
                question.to(),
                words.pleaseConfirm(),
                who + "\n\n" + words.confirmBy() + "\n" + confirm + "\n\n" + words.elseIgnore() + "\n",
                Page.of(
                        words.tag(),
                        words.pleaseConfirm(),
                        "<p>" + Html.escaped(who) + "</p>\n<p>" + words.confirmBy() + "<br>"
                                + Page.link(confirm, words.pleaseConfirm()) + "</p>\n<p>" + words.elseIgnore()
                                + "</p>\n"));
    }
}
