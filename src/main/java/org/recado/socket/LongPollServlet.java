package org.recado.socket;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.auth.SessionTokens;
import org.recado.platform.Remote;

/** Where clients without a WebSocket connect: GET opens and polls, POST brings frames. It decides nothing. */
public class LongPollServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    @ConfigProperty(name = "recado.socket.max-post-bytes")
    int maxPostBytes;

    @Inject
    transient Handshake handshake;

    @Inject
    transient Remote remote;

    @Inject
    transient Clients clients;

    @Inject
    transient Foreign foreign;

    @Inject
    transient LongPolls sessions;

    @Inject
    transient SessionTokens tokens;

    @Inject
    transient Workers workers;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        response.addHeader("Vary", "Origin");
        var asked = asked(request);
        if (asked.isEmpty()) {
            PollAnswer.of(PollAnswer.BAD_REQUEST).write(response);
        } else if (handshake.isAllowed(asked.get().origin(), asked.get().host())) {
            asked.get().origin().ifPresent(o -> response.setHeader("Access-Control-Allow-Origin", o));
            dispatch(asked.get(), request, response);
        } else {
            clients.refused(Handshake.ORIGIN);
            foreign.note(request, "door:longpoll");
            PollAnswer.of(PollAnswer.FORBIDDEN).write(response);
        }
    }

    private Optional<PollRequest> asked(HttpServletRequest request) {
        try {
            return Optional.of(PollRequest.of(request, tokens));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void dispatch(PollRequest asked, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var session = asked.sessionToken().flatMap(sessions::find);
        switch (request.getMethod()) {
            case "GET" -> {
                if (hasBody(request)) {
                    PollAnswer.of(PollAnswer.BAD_REQUEST).write(response);
                } else if (session.isPresent()) {
                    poll(session.get(), request);
                } else {
                    opened(asked, request).write(response);
                }
            }
            case "POST" -> {
                if (session.isPresent()) {
                    post(session.get(), request, response);
                } else {
                    PollAnswer.of(PollAnswer.GONE).write(response);
                }
            }
            case "OPTIONS" -> preflight(request, response);
            default -> PollAnswer.of(PollAnswer.BAD_REQUEST).write(response);
        }
    }

    // a server that ends the answer to a poll would wait for such a body, with a thread
    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static void preflight(HttpServletRequest request, HttpServletResponse response) {
        Optional.ofNullable(request.getHeader("Access-Control-Request-Headers"))
                .ifPresent(names -> response.setHeader("Access-Control-Allow-Headers", names));
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
        response.setHeader("Access-Control-Max-Age", "3600");
    }

    private PollAnswer opened(PollRequest asked, HttpServletRequest request) {
        var verdict = handshake.check(asked.handshake(remote.counted(request)));
        if (verdict.caller().isEmpty()) {
            clients.refused(verdict.refusal());
            return PollAnswer.of(verdict.retryAfter().isPresent() ? PollAnswer.FULL : PollAnswer.FORBIDDEN);
        }
        var session = sessions.open(verdict.caller().get(), remote.address(request));
        if (session.isEmpty()) {
            clients.refused("too many polls");
            return PollAnswer.of(PollAnswer.FULL);
        }
        return new PollAnswer(PollAnswer.GONE, session.map(sessions::token), List.of());
    }

    private void poll(LongPoll session, HttpServletRequest request) {
        var answer = new LateAnswer(request.startAsync(), sessions.patienceMs());
        session.wire().poll(new WaitingPoll(answer, session, sessions), System.nanoTime());
    }

    private void post(LongPoll session, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getContentLengthLong() > maxPostBytes) {
            PollAnswer.of(PollAnswer.BAD_REQUEST).write(response);
            return;
        }
        var post = new Post(new LateAnswer(request.startAsync(), sessions.patienceMs()), System.nanoTime());
        var alone = session.begin(post);
        var type = Optional.ofNullable(request.getContentType()).orElse("");
        var in = request.getInputStream();
        in.setReadListener(new BodyReader(in, maxPostBytes, body -> {
            post.read();
            if (alone && body.isPresent()) {
                workers.execute(() -> handle(session, post, PostedFrames.of(type, body.get())));
            } else {
                session.answer(post, PollAnswer.BAD_REQUEST);
            }
        }));
    }

    private void handle(LongPoll session, Post post, PostedFrames frames) {
        if (frames.isTooMany()) {
            session.answer(post, PollAnswer.BAD_REQUEST);
            return;
        }
        var connection = session.connection();
        frames.each((size, decoded) -> {
            if (!session.wire().isClosed() && !post.isAnswered()) {
                clients.received(connection, size, decoded);
            }
        });
        connection.turns().add(() -> session.answer(post, session.wire().isClosed() ? PollAnswer.GONE : PollAnswer.OK));
    }
}
