package org.recado.api;

import java.util.List;
import java.util.Locale;

/** What the pages behind the links in mails say. */
enum LinkWords {
    EN(
            "Mails of what you have missed",
            "Send them to this address",
            "From now on they come to your address.",
            "No more of them",
            "No more of them will come.",
            "This link is not good, or not any more."),
    PT(
            "E-mails sobre o que você perdeu",
            "Enviar para este endereço",
            "A partir de agora eles chegam ao seu endereço.",
            "Não receber mais",
            "Eles não chegarão mais.",
            "Este link não vale, ou não vale mais.");

    private final String title;
    private final String confirm;
    private final String confirmed;
    private final String unsubscribe;
    private final String unsubscribed;
    private final String notGood;

    LinkWords(String title, String confirm, String confirmed, String unsubscribe, String unsubscribed, String notGood) {
        this.title = title;
        this.confirm = confirm;
        this.confirmed = confirmed;
        this.unsubscribe = unsubscribe;
        this.unsubscribed = unsubscribed;
        this.notGood = notGood;
    }

    /** Those of the first language that is one of ours, else English. */
    static LinkWords of(List<Locale> languages) {
        return languages.stream()
                .map(Locale::getLanguage)
                .filter(l -> l.equals("pt") || l.equals("en"))
                .findFirst()
                .map(l -> valueOf(l.toUpperCase(Locale.ROOT)))
                .orElse(EN);
    }

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    String confirm() {
        return confirm;
    }

    String confirmed() {
        return confirmed;
    }

    String unsubscribe() {
        return unsubscribe;
    }

    String unsubscribed() {
        return unsubscribed;
    }

    String notGood() {
        return notGood;
    }
}
