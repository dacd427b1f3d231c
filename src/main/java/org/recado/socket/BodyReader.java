package org.recado.socket;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the body of a request to its end as it comes, so that a slow sender holds no thread, and keeps no more of it
 * than allowed.
 */
final class BodyReader implements ReadListener {

    private final ServletInputStream in;
    private final int maxBytes;
    private final Consumer<Optional<byte[]>> ended;
    private final byte[] chunk = new byte[8192];
    private Optional<ByteArrayOutputStream> body = Optional.of(new ByteArrayOutputStream());
    private boolean over;

    /** @param ended called once, with nothing where the body was too long or broke off */
    BodyReader(ServletInputStream in, int maxBytes, Consumer<Optional<byte[]>> ended) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.ended = ended;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (in.isReady()) {
            var read = in.read(chunk);
            if (read < 0) {
                return;
            }
            body = body.filter(b -> b.size() + read <= maxBytes);
            body.ifPresent(b -> b.write(chunk, 0, read));
        }
    }

    @Override
    public void onAllDataRead() {
        end();
    }

    @Override
    public void onError(Throwable cause) {
        body = Optional.empty();
        end();
    }

    private void end() {
        if (!over) {
            over = true;
            ended.accept(body.map(ByteArrayOutputStream::toByteArray));
        }
    }
}
