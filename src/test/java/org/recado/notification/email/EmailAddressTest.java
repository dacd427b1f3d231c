package org.recado.notification.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bruno@example.org",
                "bruno+chat@mail.example.org",
                "o'neil_{x}@xn--exmple-cua.org",
                "B.R.U.N.O@EXAMPLE.ORG"
            })
    void aPlainOneIsTaken(String text) {
        assertThat(new EmailAddress(text).mailbox().getAddress()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bruno",
                "@example.org",
                "bruno@",
                "bruno@localhost",
                "bruno@example..org",
                "bruno@-example.org",
                "bruno@[127.0.0.1]",
                ".bruno@example.org",
                "bru..no@example.org",
                "Bruno <bruno@example.org>",
                "\"bru no\"@example.org",
                "bruno(comment)@example.org",
                "bruno@example.org,ana@example.org",
                "bruno@example.org\r\nBcc: ana@example.org",
                "bruno@example.org\u0000",
                "bruno@example.org ",
                "brúno@example.org",
                "bruno@exámple.org",
                "list:bruno@example.org;"
            })
    void whatIsMoreOrLessIsNot(String text) {
        assertThatThrownBy(() -> new EmailAddress(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be one plain e-mail address");
    }

    @Test
    void whatIsTooLongIsNot() {
        var domain = ("a".repeat(60) + ".").repeat(4) + "org";
        assertThat(new EmailAddress("brun@" + domain).value()).hasSize(252);
        assertThatThrownBy(() -> new EmailAddress("bruno12@" + domain)).isInstanceOf(IllegalArgumentException.class);
    }
}
