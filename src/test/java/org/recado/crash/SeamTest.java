package org.recado.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeamTest {

    @ParameterizedTest
    @EnumSource
    void everySeamIsInAMethodThatIsThere(Seam seam) throws Exception {
        assertThat(Stream.of(Class.forName(seam.type).getDeclaredMethods()))
                .anyMatch(method -> method.getName().equals(seam.method));
    }
}
