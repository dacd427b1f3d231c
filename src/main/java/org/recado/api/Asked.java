package org.recado.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.recado.command.Command;
import org.recado.command.CommandPublisher;
import org.recado.command.Reason;
import org.recado.command.Receipt;
import org.recado.command.Receipts;
import org.recado.command.Refused;

/** Asks the core for something over the road and waits for its answer, as a request must. */
@ApplicationScoped
class Asked {

    private static final Duration AT_MOST = Duration.ofSeconds(10);

    @Inject
    CommandPublisher publisher;

    @Inject
    Receipts receipts;

    /** Done when it is stored; fails with {@link Refused} where the core refused it or did not answer in time. */
    CompletionStage<Receipt.Stored> stored(Command command) {
        var correlation = "r:" + UUID.randomUUID();
        var receipt = receipts.await(correlation, AT_MOST);
        return publisher
                .publish(command, Optional.of(correlation))
                .thenCompose(confirmed -> receipt)
                .handle(Asked::stored);
    }

    private static Receipt.Stored stored(Receipt receipt, Throwable failure) {
        if (failure != null) {
            throw cause(failure);
        }
        if (receipt instanceof Receipt.Rejected rejected) {
            throw new Refused(rejected.reason(), rejected.detail());
        }
        return (Receipt.Stored) receipt;
    }

    private static RuntimeException cause(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof TimeoutException) {
            return new Refused(
                    Reason.UNAVAILABLE,
                    "accepted, and not stored in time; the same client_id again is safe",
                    Optional.of(Duration.ofSeconds(2)));
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
