package org.recado.ops;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.recado.notification.Notification;
import org.recado.ops.Traced.Step;
import org.recado.timeline.Sightings.Delivered;
import org.recado.timeline.Sightings.Publication;
import org.recado.timeline.Sightings.Seen;
import org.recado.timeline.Sightings.Take;
import org.recado.timeline.Stage;

/**
 * The steps of one message in order, those of each core that took it together. What nobody saw and no store proves is
 * missing; nothing is made up.
 */
final class Way {

    private final List<Step> steps = new ArrayList<>();

    /** What the stores prove of it. */
    record Proofs(
            Optional<Instant> stored, boolean isArchived, boolean isCached, long readers, List<Notification> told) {

        static Proofs none() {
            return new Proofs(Optional.empty(), false, false, 0, List.of());
        }
    }

    static List<Step> of(Seen seen, Proofs proofs) {
        var way = new Way();
        way.edge(seen.publications());
        way.core(seen.takes(), proofs);
        way.deliveries(seen.deliveries());
        way.steps.add(
                proofs.readers() > 0
                        ? Step.proven("read", Optional.empty(), "postgresql").of(proofs.readers())
                        : Step.missing("read", Optional.empty()));
        way.notifications(proofs.told());
        return way.steps;
    }

    private void edge(List<Publication> publications) {
        publications.stream()
                .sorted(Comparator.comparing((Publication p) -> p.sent().received()))
                .forEach(p -> {
                    steps.add(Step.seen("received", p.sent().received(), p.node()));
                    steps.add(step("confirmed", p.sent().confirmed(), p.node()));
                });
        if (publications.isEmpty()) {
            steps.add(Step.missing("received", Optional.empty()));
            steps.add(Step.missing("confirmed", Optional.empty()));
        }
    }

    private void core(List<Take> takes, Proofs proofs) {
        takes.stream()
                .sorted(Comparator.comparing((Take t) -> t.took().taken()))
                .forEach(t -> {
                    steps.add(Step.seen("took", t.took().taken(), t.node()));
                    steps.add(Step.seen("rules", t.took().rules(), t.node()));
                    steps.add(Step.seen("ledger", t.took().ledger(), t.node()));
                    for (var stage : Stage.values()) {
                        steps.add(
                                step(name(stage), Optional.ofNullable(t.passed().get(stage)), t.node()));
                    }
                });
        if (takes.isEmpty()) {
            unseen(proofs);
        }
    }

    private void unseen(Proofs proofs) {
        steps.add(Step.missing("took", Optional.empty()));
        steps.add(Step.missing("rules", Optional.empty()));
        steps.add(
                proofs.stored().isPresent()
                        ? Step.proven("ledger", proofs.stored(), "postgresql")
                        : Step.missing("ledger", Optional.empty()));
        steps.add(there("archive", proofs.isArchived(), "mongodb"));
        steps.add(there("cache", proofs.isCached(), "redis"));
        steps.add(Step.missing("published", Optional.empty()));
    }

    private void deliveries(List<Delivered> deliveries) {
        deliveries.forEach(d -> steps.add(
                Step.seen("delivered", d.told().at(), d.node()).of(d.told().clients())));
        if (deliveries.isEmpty()) {
            steps.add(Step.missing("delivered", Optional.empty()));
        }
    }

    private void notifications(List<Notification> told) {
        told.forEach(n -> steps.add(new Step(
                "notification",
                true,
                Optional.of(n.settledAt().orElse(n.plannedAt())),
                Optional.empty(),
                Optional.of("postgresql"),
                OptionalLong.empty(),
                Optional.of(n.user().value() + " " + n.state().name().toLowerCase(Locale.ROOT)
                        + n.reason().map(why -> " " + why.wire()).orElse("")))));
        if (told.isEmpty()) {
            steps.add(Step.missing("notification", Optional.empty()));
        }
    }

    private static String name(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT);
    }

    private static Step step(String name, Optional<Instant> at, String node) {
        return at.map(when -> Step.seen(name, when, node)).orElseGet(() -> Step.missing(name, Optional.of(node)));
    }

    private static Step there(String name, boolean isThere, String store) {
        return isThere ? Step.proven(name, Optional.empty(), store) : Step.missing(name, Optional.empty());
    }
}
