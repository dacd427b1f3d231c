package org.recado.socket;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The answer to one HTTP request, given once, later and from any thread; no thread waits for it or in its writing. */
final class LateAnswer implements AsyncListener {

    private static final System.Logger LOG = System.getLogger(LateAnswer.class.getName());

    private final AsyncContext context;
    private final AtomicBoolean given = new AtomicBoolean();
    private volatile Runnable broken = () -> {};

    /** @param patienceMs how long the request may take, until the client has read its answer */
    LateAnswer(AsyncContext context, long patienceMs) {
        this.context = context;
        context.setTimeout(patienceMs);
        context.addListener(this);
    }

    /**
     * Begins to write; a second answer is let go.
     *
     * @param notRead called where the client does not get it, as far as that can be known
     */
    void give(PollAnswer answer, Runnable notRead) {
        if (!given.compareAndSet(false, true)) {
            return;
        }
        broken = notRead;
        try {
            // without a length: where it is reached, a server may end the response and never call the listener again
            answer.head((HttpServletResponse) context.getResponse());
            var out = context.getResponse().getOutputStream();
            out.setWriteListener(new Writing(out, answer.json()));
        } catch (IOException | IllegalStateException e) {
            broke(e);
        }
    }

    private final class Writing implements WriteListener {
        private final ServletOutputStream out;
        private final byte[] json;
        private boolean written;

        Writing(ServletOutputStream out, byte[] json) {
            this.out = out;
            this.json = json;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (written) {
                    context.complete();
                    return;
                }
                written = true;
                out.write(json);
            }
        }

        @Override
        public void onError(Throwable cause) {
            broke(cause);
        }
    }

    private void broke(Throwable cause) {
        given.set(true);
        LOG.log(System.Logger.Level.DEBUG, "a client did not get its answer: {0}", cause.toString());
        broken.run();
        try {
            context.complete();
        } catch (IllegalStateException e) {
            LOG.log(System.Logger.Level.DEBUG, "the request was over before: {0}", e.toString());
        }
    }

    // not completed here: a response that has begun the server breaks off, instead of waiting for the client
    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
        if (given.compareAndSet(false, true)) {
            context.getResponse().flushBuffer();
        } else {
            broken.run();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        broke(event.getThrowable() == null ? new IOException("broken") : event.getThrowable());
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
