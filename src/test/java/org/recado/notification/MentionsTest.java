package org.recado.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            @ana            | ana
            Oi @Ana!        | ana
            oi, @ana.       | ana
            (@ana)          | ana
            @ana: veja      | ana
            @joão-silva     | joão-silva
            @a.b_c-d        | a.b_c-d
            @ana, @bruno    | ana bruno
            @ana@bruno      | ana
            @ana…           | ana
            """)
    void namesAreFound(String text, String names) {
        assertThat(String.join(" ", Mentions.in(text).names())).isEqualTo(names);
        assertThat(Mentions.in(text).everyone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "@ ana", "ana@example.org", "a.@b", "é@ana", "@@ana", "@-", "https://x/@"})
    void whatNamesNobodyIsNoMention(String text) {
        assertThat(Mentions.in(text).isEmpty()).as(Mentions.in(text).toString()).isTrue();
    }

    @Test
    void channelIsEveryone() {
        assertThat(Mentions.in("@channel and @ana").everyone()).isTrue();
        assertThat(Mentions.in("@channel and @ana").names()).containsExactly("ana");
        assertThat(Mentions.in("@channels").everyone()).isFalse();
    }

    @Test
    void aStormOfNamesCountsUpToFiftyAndCostsLittle() {
        var storm = IntStream.range(0, 10_000).mapToObj(i -> "@u" + i).collect(Collectors.joining(" "));
        assertThat(Mentions.in(storm).names()).hasSize(Mentions.MOST).contains("u0", "u49");
        var start = System.nanoTime();
        Mentions.in("@".repeat(16_384));
        Mentions.in("@a".repeat(8_192));
        Mentions.in("@" + "a".repeat(16_384));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
}
