package org.recado.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * One thing that goes wrong.
 *
 * @param pause from the fault before it
 * @param target a link, a node or a part
 * @param lasts how long a wire is bad, a process frozen, or a killed one dead before it is started again
 */
record Fault(Duration pause, Kind kind, String target, Duration lasts, Duration delay) {

    enum Kind {
        CUT,
        SLOW,
        HOLD,
        FREEZE,
        KILL,
        RESTART;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A kind for a group of targets; the shares say how often each comes, and the smaller a run, the rarer come the dear ones. */
    private record Card(Kind kind, String group, int share) {}

    private static final List<Card> CARDS = List.of(
            new Card(Kind.CUT, "link", 27),
            new Card(Kind.SLOW, "link", 18),
            new Card(Kind.HOLD, "link", 11),
            new Card(Kind.FREEZE, "core", 5),
            new Card(Kind.FREEZE, "edge", 5),
            new Card(Kind.FREEZE, "rabbitmq", 4),
            new Card(Kind.FREEZE, "postgres", 4),
            new Card(Kind.FREEZE, "mongo", 4),
            new Card(Kind.FREEZE, "redis", 4),
            new Card(Kind.KILL, "core", 4),
            new Card(Kind.KILL, "edge", 4),
            new Card(Kind.KILL, "rabbitmq", 2),
            new Card(Kind.KILL, "postgres", 3),
            new Card(Kind.KILL, "mongo", 3),
            new Card(Kind.KILL, "redis", 2),
            new Card(Kind.RESTART, "core", 3),
            new Card(Kind.RESTART, "edge", 3));

    /** The faults of a seed; from seventeen on each card is in them. */
    static List<Fault> plan(int count, long seed, List<String> links) {
        var random = new Random(seed);
        var deck = new ArrayList<>(CARDS);
        Collections.shuffle(deck, random);
        while (deck.size() < count) {
            deck.add(drawn(random));
        }
        var hand = new ArrayList<>(deck.subList(0, count));
        Collections.shuffle(hand, random);
        return hand.stream().map(card -> of(card, links, random)).toList();
    }

    private static Card drawn(Random random) {
        var at = random.nextInt(CARDS.stream().mapToInt(Card::share).sum());
        for (var card : CARDS) {
            at -= card.share();
            if (at < 0) {
                return card;
            }
        }
        throw new IllegalStateException("the shares do not add up");
    }

    private static Fault of(Card card, List<String> links, Random random) {
        var target = switch (card.group()) {
            case "link" -> links.get(random.nextInt(links.size()));
            case "core", "edge" -> card.group() + "-" + (1 + random.nextInt(2));
            default -> card.group();
        };
        var lasts = switch (card.kind()) {
            case CUT, RESTART -> 0;
            case SLOW -> 2_000 + random.nextInt(6_000);
            case HOLD, FREEZE -> 1_000 + random.nextInt(7_000);
            case KILL -> random.nextInt(3_000);
        };
        return new Fault(
                Duration.ofMillis(500 + random.nextInt(5_500)),
                card.kind(),
                target,
                Duration.ofMillis(lasts),
                Duration.ofMillis(10 + random.nextInt(140)));
    }

    @Override
    public String toString() {
        return kind.word() + " " + target
                + switch (kind) {
                    case CUT, RESTART -> "";
                    case SLOW -> " by " + delay.toMillis() + " ms for " + lasts.toMillis() + " ms";
                    case HOLD, FREEZE -> " for " + lasts.toMillis() + " ms";
                    case KILL -> ", down " + lasts.toMillis() + " ms";
                };
    }

    /** What the table counts it under. */
    String row() {
        return kind.word() + " " + (target.contains(">") ? "a wire" : target);
    }
}
