package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BodyReaderTest {

    private final Pieces in = new Pieces();
    private final List<Optional<String>> ended = new ArrayList<>();
    private final BodyReader reader =
            new BodyReader(in, 6, body -> ended.add(body.map(b -> new String(b, StandardCharsets.US_ASCII))));

    @Test
    void piecesAreOneBody() throws IOException {
        comes("abc");
        comes("def");
        assertThat(ended).isEmpty();
        reader.onAllDataRead();
        assertThat(ended).containsExactly(Optional.of("abcdef"));
    }

    @Test
    void bodyThatIsTooLongIsReadToItsEndAndNotKept() throws IOException {
        comes("abcdefg");
        comes("h");
        assertThat(ended).isEmpty();
        reader.onAllDataRead();
        assertThat(ended).containsExactly(Optional.empty());
    }

    @Test
    void bodyThatBreaksOffIsNoneAndEndsOnce() throws IOException {
        comes("abc");
        reader.onError(new IOException("reset"));
        reader.onAllDataRead();
        assertThat(ended).containsExactly(Optional.empty());
    }

    private void comes(String piece) throws IOException {
        in.piece = piece.getBytes(StandardCharsets.US_ASCII);
        in.at = 0;
        reader.onDataAvailable();
    }

    private static final class Pieces extends ServletInputStream {
        private byte[] piece = {};
        private int at;

        @Override
        public boolean isReady() {
            return at < piece.length;
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read() {
            return piece[at++];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            var taken = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, taken);
            at += taken;
            return taken;
        }
    }
}
