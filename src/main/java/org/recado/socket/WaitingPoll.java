package org.recado.socket;

import java.util.List;
import java.util.Optional;

/** A poll that came by HTTP. Frames that its client did not get end the session, so that it resumes where it was. */
record WaitingPoll(LateAnswer answer, LongPoll session, LongPolls sessions) implements Poll {

    @Override
    public void answer(List<String> frames) {
        var token = Optional.of(sessions.token(session));
        if (frames.isEmpty()) {
            answer.give(new PollAnswer(PollAnswer.NO_CONTENT, token, frames), () -> {});
        } else {
            answer.give(new PollAnswer(PollAnswer.OK, token, frames), () -> session.end("not read"));
        }
    }

    @Override
    public void gone() {
        answer.give(PollAnswer.of(PollAnswer.GONE), () -> {});
    }
}
