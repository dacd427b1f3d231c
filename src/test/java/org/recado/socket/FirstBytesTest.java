package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstBytesTest {

    private final List<String> done = new ArrayList<>();

    @Test
    void handlerListensOnlyOnceItIsInitialised() {
        var first = new FirstBytes();
        first.before(new ListeningHandler());

        first.init(new Wire());
        first.destroy();

        assertThat(done).containsExactly("asks", "is ready", "hears", "is destroyed");
    }

    /** As Payara's: it asks before it is ready. */
    private final class ListeningHandler implements HttpUpgradeHandler, ReadListener {

        @Override
        public void init(WebConnection connection) {
            try {
                done.add("asks");
                connection.getInputStream().setReadListener(this);
                done.add("is ready");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void onDataAvailable() {
            done.add("hears");
        }

        @Override
        public void onAllDataRead() {
            done.add("is at the end");
        }

        @Override
        public void onError(Throwable cause) {
            done.add("fails");
        }

        @Override
        public void destroy() {
            done.add("is destroyed");
        }
    }

    /** Bytes are there already. */
    @SuppressWarnings("try") // close throws what the interface says
    private static final class Wire implements WebConnection {

        @Override
        public ServletInputStream getInputStream() {
            return new ServletInputStream() {
                @Override
                public void setReadListener(ReadListener listener) {
                    try {
                        listener.onDataAvailable();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public boolean isFinished() {
                    return false;
                }

                @Override
                public int read() {
                    return 'x';
                }
            };
        }

        @Override
        public ServletOutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }
    }
}
