package org.recado.timeline;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.timeline.Sight.Passed;
import org.recado.timeline.Sight.Sent;
import org.recado.timeline.Sight.Told;
import org.recado.timeline.Sight.Took;

/** Sights as bytes and back. Times are milliseconds; what a later version wrote ends the reading of an entry. */
final class Packing {

    /** The most of a batch in one sight, so that no entry is much larger than the others. */
    static final int MARKS = 500;

    private static final byte SENT = 1;
    private static final byte TOOK = 2;
    private static final byte PASSED = 3;
    private static final byte TOLD = 4;
    private static final int NEVER = -1;
    private static final int MARK_BYTES = 32;
    private static final int MOST_HEAD_BYTES = 40;

    private Packing() {}

    /** No fewer bytes than it needs. */
    static int size(Sight sight) {
        return MOST_HEAD_BYTES + (sight instanceof Took took ? took.marks().size() * MARK_BYTES : 0);
    }

    static void write(ByteBuffer to, Sight sight) {
        if (sight instanceof Sent s) {
            to.put(SENT).putLong(s.key()).putLong(s.place());
            to.putLong(s.received().toEpochMilli()).putInt(took(s));
        } else if (sight instanceof Took t) {
            to.put(TOOK).putLong(t.batch()).putLong(t.taken().toEpochMilli());
            to.putInt(between(t.taken(), t.rules())).putInt(between(t.taken(), t.ledger()));
            to.putShort((short) t.marks().size());
            t.marks().forEach(m -> put(to, m.message()).putLong(m.key()).putLong(m.place()));
        } else if (sight instanceof Passed p) {
            to.put(PASSED).putLong(p.batch()).put(p.stage().code());
            to.putLong(p.at().toEpochMilli());
        } else if (sight instanceof Told t) {
            put(to.put(TOLD), t.message()).putLong(t.at().toEpochMilli()).putInt(t.clients());
        } else {
            throw new IllegalStateException("no bytes for " + sight.getClass());
        }
    }

    static List<Sight> read(byte[] bytes) {
        var from = ByteBuffer.wrap(bytes);
        var sights = new ArrayList<Sight>();
        while (from.hasRemaining()) {
            switch (from.get()) {
                case SENT -> sights.add(sent(from));
                case TOOK -> sights.add(took(from));
                case PASSED -> passed(from).ifPresent(sights::add);
                case TOLD -> sights.add(new Told(id(from), time(from), from.getInt()));
                default -> {
                    return sights;
                }
            }
        }
        return sights;
    }

    private static Sent sent(ByteBuffer from) {
        var key = from.getLong();
        var place = from.getLong();
        var received = time(from);
        var took = from.getInt();
        return new Sent(
                key, place, received, took == NEVER ? Optional.empty() : Optional.of(received.plusMillis(took)));
    }

    private static Optional<Passed> passed(ByteBuffer from) {
        var batch = from.getLong();
        var stage = Stage.of(from.get());
        var at = time(from);
        return stage.map(s -> new Passed(batch, s, at));
    }

    private static Took took(ByteBuffer from) {
        var batch = from.getLong();
        var taken = time(from);
        var rules = taken.plusMillis(from.getInt());
        var ledger = taken.plusMillis(from.getInt());
        var marks = new ArrayList<Mark>();
        for (var left = from.getShort(); left > 0; left--) {
            marks.add(new Mark(id(from), from.getLong(), from.getLong()));
        }
        return new Took(batch, taken, rules, ledger, marks);
    }

    private static int took(Sent sent) {
        return sent.confirmed().map(at -> between(sent.received(), at)).orElse(NEVER);
    }

    private static int between(Instant from, Instant to) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, to.toEpochMilli() - from.toEpochMilli()));
    }

    private static ByteBuffer put(ByteBuffer to, UUID id) {
        return to.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID id(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }

    private static Instant time(ByteBuffer from) {
        return Instant.ofEpochMilli(from.getLong());
    }
}
