package org.recado.chaos;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One sender's commands to one channel through one door, one at a time: each is sent again under its key until it is
 * accepted, and only then comes the next.
 */
final class Lane {
    private static final int KNOWN = 20;
    private static final int EDITS_PERCENT = 12;
    private static final int DELETIONS_PERCENT = 4;

    enum Kind {
        CREATE,
        EDIT,
        DELETE
    }

    /** A command that was sent; {@code target} is the number of the created message that it is about. */
    record Op(Kind kind, int target) {}

    /** What is to be sent now. */
    record Sending(Lane lane, int number, Kind kind, String key, String text, String messageId) {}

    private record Known(int number, String id) {}

    private enum State {
        IDLE,
        SENT,
        AGAIN
    }

    private final String name;
    private final String user;
    private final String channel;
    private final Random random;
    private final List<Op> ops = new ArrayList<>();
    private final Deque<Known> known = new ArrayDeque<>();
    private State state = State.IDLE;
    private Sending sending;
    private int repeats;

    /** @param name without a dash */
    Lane(String name, String user, String channel, long seed) {
        this.name = name;
        this.user = user;
        this.channel = channel;
        this.random = new Random(seed);
    }

    String name() {
        return name;
    }

    String user() {
        return user;
    }

    String channel() {
        return channel;
    }

    String key(int number) {
        return name + "-" + number;
    }

    /** What has to be sent again, or something new if that is wanted; nothing while a command is on its way. */
    synchronized Optional<Sending> next(boolean fresh) {
        if (state == State.SENT || (state == State.IDLE && !fresh)) {
            return Optional.empty();
        }
        if (state == State.IDLE) {
            sending = make();
        } else {
            repeats++;
        }
        state = State.SENT;
        return Optional.of(sending);
    }

    private Sending make() {
        var number = ops.size();
        var dice = random.nextInt(100);
        var about = dice < EDITS_PERCENT + DELETIONS_PERCENT ? known.peekFirst() : null;
        if (about == null) {
            ops.add(new Op(Kind.CREATE, number));
            return new Sending(this, number, Kind.CREATE, key(number), text(number), "");
        }
        known.removeFirst();
        if (dice < EDITS_PERCENT) {
            known.addLast(about);
            ops.add(new Op(Kind.EDIT, about.number()));
            return new Sending(this, number, Kind.EDIT, key(number), text(number), about.id());
        }
        ops.add(new Op(Kind.DELETE, about.number()));
        return new Sending(this, number, Kind.DELETE, key(number), "", about.id());
    }

    /** Every text is one of a kind. */
    String text(int number) {
        return key(number) + " olá " + "x".repeat(number % 100);
    }

    /** The broker, or an edge on its behalf, has confirmed this number. */
    synchronized void accepted(int number) {
        if (state != State.IDLE && sending.number() == number) {
            state = State.IDLE;
        }
    }

    /** Nobody knows whether this number was accepted: it goes again. */
    synchronized void again(int number) {
        if (state == State.SENT && sending.number() == number) {
            state = State.AGAIN;
        }
    }

    /** The id of a created message was heard. */
    synchronized void learned(int number, String id) {
        known.addLast(new Known(number, id));
        if (known.size() > KNOWN) {
            known.removeFirst();
        }
    }

    synchronized boolean isIdle() {
        return state == State.IDLE;
    }

    /** All that was sent, and once the lane is idle, accepted. */
    synchronized List<Op> ops() {
        return List.copyOf(ops);
    }

    synchronized int repeats() {
        return repeats;
    }
}
