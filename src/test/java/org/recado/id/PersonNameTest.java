package org.recado.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"Ana", "Jos\u00e9 da Silva", "\uD83D\uDC69\u200D\uD83D\uDCBB"})
    void whatCanBeSeenStaysAsItIs(String name) {
        assertThat(PersonName.nearest(name)).contains(new PersonName(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {" Ana ", "A\u200Bna", "\u202EAna", "Ana\u0000", "Ana\u200D", "\u200C Ana \u200C", "Ana\n"})
    void whatCannotBeSeenIsLeftOut(String name) {
        assertThat(PersonName.nearest(name)).contains(new PersonName("Ana"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "\u200B\uFEFF", "\u200D", "\uD83D"})
    void whatHasNothingToSeeIsNoName(String name) {
        assertThat(PersonName.nearest(name)).isEmpty();
        assertThatThrownBy(() -> new PersonName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void longNamesAreCutWhereTheyStayAName() {
        assertThat(PersonName.nearest("a".repeat(63) + " b")).contains(new PersonName("a".repeat(63)));
        assertThat(PersonName.nearest("\uD83D\uDE80".repeat(100)).orElseThrow().value())
                .hasSize(128);
        assertThat(PersonName.nearest("e\u0301".repeat(64))).contains(new PersonName("\u00e9".repeat(64)));
    }
}
