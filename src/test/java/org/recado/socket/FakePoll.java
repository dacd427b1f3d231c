package org.recado.socket;

import java.util.List;
import java.util.Optional;

/** A poll that keeps its answer, and takes no second one. */
final class FakePoll implements Poll {

    Optional<List<String>> frames = Optional.empty();
    boolean gone;

    @Override
    public void answer(List<String> told) {
        unanswered();
        frames = Optional.of(told);
    }

    @Override
    public void gone() {
        unanswered();
        gone = true;
    }

    boolean isWaiting() {
        return frames.isEmpty() && !gone;
    }

    private void unanswered() {
        if (!isWaiting()) {
            throw new IllegalStateException("answered twice");
        }
    }
}
