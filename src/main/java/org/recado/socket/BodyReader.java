package org.recado.socket;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads the body of a request as it comes, so that a slow sender holds no thread, and no more of it than allowed. */
final class BodyReader implements ReadListener {

    private final ServletInputStream in;
    private final int maxBytes;
    private final Consumer<byte[]> whole;
    private final Runnable unfit;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] chunk = new byte[8192];
    private boolean over;

    /** Calls {@code whole} or, where the body is too long or breaks off, {@code unfit}; once. */
    BodyReader(ServletInputStream in, int maxBytes, Consumer<byte[]> whole, Runnable unfit) {
        this.in = in;
        this.maxBytes = maxBytes;
        this.whole = whole;
        this.unfit = unfit;
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!over && in.isReady()) {
            var read = in.read(chunk);
            if (read < 0) {
                return;
            }
            if (body.size() + read > maxBytes) {
                over = true;
                unfit.run();
            } else {
                body.write(chunk, 0, read);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            over = true;
            whole.accept(body.toByteArray());
        }
    }

    @Override
    public void onError(Throwable cause) {
        if (!over) {
            over = true;
            unfit.run();
        }
    }
}
