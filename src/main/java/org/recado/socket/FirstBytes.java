package org.recado.socket;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.util.Optional;

/**
 * Stands before the server's own upgrade handler and lets it read only when it is ready. Payara's asks for the first
 * bytes before it can take them: where they are there already, its thread waits for itself for ever, and when they come
 * is the client's choice (docs/decisions/first-bytes.md).
 */
public final class FirstBytes implements HttpUpgradeHandler {

    private HttpUpgradeHandler server;

    void before(HttpUpgradeHandler handler) {
        server = handler;
    }

    @Override
    public void init(WebConnection connection) {
        try {
            var in = new HeldInput(connection.getInputStream());
            server.init(new Held(connection, in));
            in.release();
        } catch (IOException e) {
            throw new IllegalStateException("the connection has no input", e);
        }
    }

    @Override
    public void destroy() {
        server.destroy();
    }

    @SuppressWarnings("try") // close throws what the interface says
    private record Held(WebConnection connection, ServletInputStream in) implements WebConnection {

        @Override
        public ServletInputStream getInputStream() {
            return in;
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return connection.getOutputStream();
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    /** Whoever listens is told nothing before the release. */
    private static final class HeldInput extends ServletInputStream {

        private final ServletInputStream in;
        private Optional<ReadListener> waiting = Optional.empty();
        private boolean isReleased;

        HeldInput(ServletInputStream in) {
            this.in = in;
        }

        void release() {
            isReleased = true;
            waiting.ifPresent(in::setReadListener);
        }

        @Override
        public void setReadListener(ReadListener listener) {
            if (isReleased) {
                in.setReadListener(listener);
            } else {
                waiting = Optional.of(listener);
            }
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public int read() throws IOException {
            return in.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return in.read(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
