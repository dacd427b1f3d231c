package org.recado.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditFormatTest {

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+ana", "-ana", "@ana", "\tx", "\rx", "\nx"})
    void whatASpreadsheetWouldRunIsShownAsItIs(String value) {
        assertThat(AuditFormat.field(value)).isEqualTo("\"'" + value + "\"");
    }

    @Test
    void everythingElseIsQuotedAndOtherwiseAsItIs() {
        assertThat(AuditFormat.field("")).isEqualTo("\"\"");
        assertThat(AuditFormat.field("a=b, \"c\"")).isEqualTo("\"a=b, \"\"c\"\"\"");
    }
}
