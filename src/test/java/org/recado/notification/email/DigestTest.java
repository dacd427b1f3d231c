package org.recado.notification.email;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.recado.channel.Kind;
import org.recado.notification.Parcel;

class DigestTest {

    private static Mail mail(boolean showsText, Parcel... parcels) {
        return new Digest(Words.EN, showsText, c -> "https://x/#/c/" + c.value(), "https://x/u?a=1&b=2")
                .of(List.of(parcels));
    }

    @Test
    void aLongTextIsCutBetweenCharacters() {
        var text = mail(true, Settled.parcel(1, "g", 1, 1, "Ana", "😀".repeat(201)))
                .text();
        assertThat(text).contains(": " + "😀".repeat(200) + "…\n");
        assertThat(mail(true, Settled.parcel(1, "g", 1, 1, "Ana", "😀".repeat(200)))
                        .text())
                .contains(": " + "😀".repeat(200) + "\n");
    }

    @Test
    void noTextIsQuotedWhereNoneIsWanted() {
        var mail = mail(false, Settled.parcel(1, "g", 1, 1, "Ana", "a secret"));
        assertThat(mail.text()).contains("The last one is by Ana.\n").doesNotContain("secret");
        assertThat(mail.html()).contains("The last one is by Ana.").doesNotContain("secret");
    }

    @Test
    void whatIsDeletedMeanwhileIsNotQuoted() {
        var mail = mail(true, Settled.parcel(1, "g", Kind.PUBLIC, 1, 1, "Ana", Optional.empty()));
        assertThat(mail.text()).contains("g: 1 unread message.\nThe last one is by Ana.\n");
    }

    @Test
    void aDirectChannelHasNoNameOfItsOwn() {
        var mail = mail(true, Settled.parcel(1, "ana-bruno", Kind.DIRECT, 1, 1, "Ana", Optional.of("oi")));
        assertThat(mail.text())
                .contains("Direct conversation: 1 unread message.\n")
                .doesNotContain("ana-bruno");
    }

    @Test
    void addressesInHtmlAreEscaped() {
        assertThat(mail(true, Settled.parcel(1, "g", 1, 1, "Ana", "oi")).html())
                .contains("href=\"https://x/u?a=1&amp;b=2\"");
    }

    @Test
    void linesAreOneLine() {
        assertThat(Plain.line("  a\r\n b\u2028c\u0000\u0007\u202Ed\u2066e\u00A0\u00A0f\uD800 "))
                .isEqualTo("a b cde f");
    }
}
