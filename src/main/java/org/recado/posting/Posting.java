package org.recado.posting;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.recado.audit.Refusals;
import org.recado.command.Command;
import org.recado.command.Command.CreateMessage;
import org.recado.command.CommandCodec;
import org.recado.command.Malformed;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.deadletter.DeadLetters;
import org.recado.event.EventPublisher;
import org.recado.history.MessageArchive;
import org.recado.history.RecentMessages;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Gateways;
import org.recado.platform.Meters;
import org.recado.platform.trace.TraceHeaders;
import org.recado.platform.trace.Tracing;
import org.recado.timeline.Mark;
import org.recado.timeline.Recorder;
import org.recado.timeline.Stage;

/**
 * The story of one batch, steps 3 to 6: it is decided, kept, told. When the last of these returns, every command of it
 * is stored, refused or a dead letter, and all are told; when one throws, the same again is safe (invariant S1).
 */
@ApplicationScoped
public class Posting {

    private static final System.Logger LOG = System.getLogger(Posting.class.getName());
    private static final String UNKNOWN_KIND = "unknown";

    @Inject
    MessageRules rules;

    @Inject
    Gateways gateways;

    @Inject
    Ledger ledger;

    @Inject
    MessageArchive archive;

    @Inject
    RecentMessages recent;

    @Inject
    DeadLetters deadLetters;

    @Inject
    Refusals refusals;

    @Inject
    EventPublisher publisher;

    @Inject
    Meters meters;

    @Inject
    Recorder recorder;

    @Inject
    Tracing tracing;

    /** Rules and ledger: after it, what is decided is committed and in its place. */
    Decided decide(List<Arrival> batch) {
        meters.size("recado.posting.batch", batch.size());
        var answers = new Answers();
        var asked = timed("rules", () -> readable(batch, answers));
        var ruled = Instant.now();
        var posted = timed("ledger", () -> ledger.post(asked));
        var committed = Instant.now();
        var stored = new ArrayList<Instant>();
        var spans = new ArrayList<Span>();
        for (var i = 0; i < asked.size(); i++) {
            var outcome = posted.outcomes().get(i);
            var span = span(asked.get(i), outcome, ruled, committed);
            answer(asked.get(i), outcome, answers, span.getSpanContext());
            if (span.isRecording()) {
                spans.add(span);
            }
            if (outcome instanceof Outcome.Stored) {
                stored.add(asked.get(i).arrival().at());
            }
        }
        answers.tell(CursorFacts.told(posted.moved(), posted.lastSeqs()));
        var noted = recorder.isOn() && !asked.isEmpty()
                ? recorder.took(asked.get(0).arrival().taken(), ruled, committed, marks(asked, posted.outcomes()))
                : 0;
        return new Decided(answers, posted.lastSeqs(), stored, noted, spans);
    }

    // once a batch is committed, so that one that is tried in halves has no span of its own
    private Span span(Asked asked, Outcome outcome, Instant ruled, Instant committed) {
        var parent = TraceHeaders.of(asked.arrival().properties());
        if (!tracing.isOn() && !TraceHeaders.isTraced(parent)) {
            return Span.getInvalid();
        }
        var span = tracing.builder("recado.commands process", SpanKind.CONSUMER, parent)
                .setStartTimestamp(asked.arrival().taken())
                .startSpan()
                .addEvent("rules", ruled)
                .addEvent("ledger", committed);
        return outcome instanceof Outcome.Rejected rejected
                ? span.setStatus(StatusCode.ERROR, rejected.why().reason().wire())
                : span;
    }

    private static List<Mark> marks(List<Asked> asked, List<Outcome> outcomes) {
        var marks = new ArrayList<Mark>(asked.size());
        for (var i = 0; i < asked.size(); i++) {
            var one = asked.get(i);
            if (one.command() instanceof CreateMessage c && outcomes.get(i) instanceof Outcome.Done done) {
                done.receipt()
                        .message()
                        .ifPresent(id -> marks.add(
                                new Mark(id.value(), Mark.key(one.key()), Mark.place(c.channel(), c.sender()))));
            }
        }
        return marks;
    }

    /** Gives up one command that cannot be handled: it is kept as a dead letter, and its sender is told. */
    Decided giveUp(Arrival arrival, RuntimeException cause) {
        var why = new Refused(
                Reason.UNAVAILABLE, "the core failed on it: " + cause.getClass().getSimpleName());
        var answers = new Answers();
        try {
            var command = CommandCodec.decode(arrival.body());
            refuse(arrival, command, why, answers);
        } catch (Malformed e) {
            answers.refused(arrival, e.sender(), e.channel(), e.clientId(), why);
        }
        bury(arrival, why, answers);
        return new Decided(answers, Map.of(), List.of());
    }

    /** The dead letters and the archive: after it, what was decided is durable everywhere. */
    void keep(Decided decided) {
        deadLetters.keep(decided.answers().letters());
        timed("archive", () -> archive.write(decided.answers().ofChannels()));
        passed(decided, Stage.ARCHIVE);
        var durable = Instant.now();
        decided.stored().forEach(at -> meters.time("recado.broker_to_stored", Duration.between(at, durable)));
    }

    /** Events and answers; the cache is filled while the broker confirms them. */
    void tell(Decided decided) {
        var answers = decided.answers();
        var confirmed = timed("publish", () -> publisher.publish(answers.events(), answers.direct()));
        timed("cache", () -> recent.remember(answers.cacheable(), decided.lastSeqs()));
        passed(decided, Stage.CACHE);
        timed("confirm", () -> publisher.await(confirmed));
        passed(decided, Stage.PUBLISHED);
        decided.spans().forEach(Span::end);
    }

    private void passed(Decided decided, Stage stage) {
        recorder.passed(decided.noted(), stage);
        decided.spans().forEach(span -> span.addEvent(stage.name().toLowerCase(Locale.ROOT)));
    }

    private List<Asked> readable(List<Arrival> batch, Answers answers) {
        var now = Instant.now();
        var asked = new ArrayList<Asked>(batch.size());
        for (var arrival : batch) {
            try {
                ruled(arrival, CommandCodec.decode(arrival.body()), now, answers)
                        .ifPresent(asked::add);
            } catch (Malformed e) {
                unreadable(arrival, e, answers);
            }
        }
        return asked;
    }

    private Optional<Asked> ruled(Arrival arrival, Command command, Instant now, Answers answers) {
        if (!isBelieved(arrival, command)) {
            forged(arrival, command, answers);
            return Optional.empty();
        }
        try {
            rules.check(command, now);
            return Optional.of(Asked.of(arrival, command));
        } catch (Refused e) {
            refuse(arrival, command, e, answers);
            count(command.type(), "refused");
            return Optional.empty();
        }
    }

    private boolean isBelieved(Arrival arrival, Command command) {
        return gateways.areTrusted(arrival.publisher())
                || arrival.publisher().filter(command::isOf).isPresent();
    }

    // whom it names as its sender need not hear of it
    private void forged(Arrival arrival, Command command, Answers answers) {
        var why = new Refused(Reason.FORBIDDEN, "its publisher may not speak for the sender");
        answers.refused(arrival, Optional.empty(), Optional.of(command.channel()), command.clientId(), why);
        refusals.note(Deeds.forged(arrival, command, why));
        bury(arrival, why, answers);
    }

    private void unreadable(Arrival arrival, Malformed why, Answers answers) {
        answers.refused(arrival, why.sender(), why.channel(), why.clientId(), why);
        if (why.answerable()) {
            count(UNKNOWN_KIND, "refused");
            log(arrival, "refused a command", why.channel(), why.sender(), why);
        } else {
            bury(arrival, why, answers);
        }
    }

    private void bury(Arrival arrival, Refused why, Answers answers) {
        answers.dead(arrival, why);
        count(UNKNOWN_KIND, "dead");
        log(arrival, "a command is a dead letter", Optional.empty(), Optional.empty(), why);
    }

    private void answer(Asked asked, Outcome outcome, Answers answers, SpanContext trace) {
        var kind = asked.command().type();
        if (outcome instanceof Outcome.Done done) {
            answers.done(asked.arrival(), done, trace);
            count(kind, done instanceof Outcome.Repeated ? "repeated" : "stored");
        } else if (outcome instanceof Outcome.Rejected rejected) {
            refuse(asked.arrival(), asked.command(), rejected.why(), answers);
            count(kind, "refused");
        } else {
            throw new IllegalStateException("no answer for " + outcome.getClass());
        }
    }

    private static void refuse(Arrival arrival, Command command, Refused why, Answers answers) {
        answers.refused(
                arrival, Optional.of(command.sender()), Optional.of(command.channel()), command.clientId(), why);
        log(arrival, "refused " + command.type(), Optional.of(command.channel()), Optional.of(command.sender()), why);
    }

    @SuppressWarnings("try")
    private static void log(
            Arrival arrival, String what, Optional<ChannelId> channel, Optional<UserId> sender, Refused why) {
        try (var fields = arrival.fields(channel.map(ChannelId::value))) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} (channel {1}, sender {2}): {3}, {4}",
                    what,
                    channel.map(ChannelId::value).orElse("-"),
                    sender.map(UserId::value).orElse("-"),
                    why.reason().wire(),
                    why.detail());
        }
    }

    private void count(String kind, String outcome) {
        meters.count("recado.commands", "kind", kind, "outcome", outcome);
    }

    private void timed(String step, Runnable work) {
        timed(step, () -> {
            work.run();
            return true;
        });
    }

    private <T> T timed(String step, Supplier<T> work) {
        var start = System.nanoTime();
        try {
            return work.get();
        } finally {
            meters.time("recado.posting.step", Duration.ofNanos(System.nanoTime() - start), "step", step);
        }
    }
}
