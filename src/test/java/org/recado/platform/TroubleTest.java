package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;

class TroubleTest {

    private final List<String> said = new ArrayList<>();
    private final Trouble trouble = new Trouble(new Heard(), "it does not work: {0}");

    /** What a log of warnings has in it. */
    private final class Heard implements System.Logger {
        @Override
        public String getName() {
            return "heard";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
            assertThat(level).isEqualTo(Level.DEBUG);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... params) {
            assertThat(level).isEqualTo(Level.WARNING);
            said.add(format.replace("{0}", String.valueOf(params[0])));
        }
    }

    @Test
    void theSameIsSaidOnce() {
        trouble.met(new IOException("a"));
        trouble.met(new IOException("b"));

        assertThat(said).containsExactly("it does not work: IOException");
        assertThat(trouble.now()).contains("IOException");
    }

    @Test
    void somethingElseIsSaidAndSoIsTheSameOnceItHasWorked() {
        trouble.met(new IOException("a"));
        trouble.met(new Unfit("put it right"));
        trouble.ended();
        assertThat(trouble.now()).isEmpty();
        trouble.met(new Unfit("put it right"));

        assertThat(said)
                .containsExactly(
                        "it does not work: IOException",
                        "it does not work: put it right",
                        "it does not work: put it right");
    }

    @Test
    void whatIsTheMatterBeforeTheFirstTryIsNotSaid() {
        var early = new Trouble(new Heard(), "it does not work: {0}").before("not begun yet");

        assertThat(early.now()).contains("not begun yet");
        assertThat(said).isEmpty();
    }

    @Test
    void whatWasSaidAlreadyIsKnownInOtherWords() {
        trouble.is("the start failed");

        assertThat(trouble.now()).contains("the start failed");
        assertThat(said).isEmpty();
    }
}
