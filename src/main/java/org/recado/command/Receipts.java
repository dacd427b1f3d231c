package org.recado.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.recado.platform.Deadlines;

/** The receipts someone on this node is waiting for, by the correlation id their command was published with. */
@ApplicationScoped
public class Receipts {

    @Inject
    Deadlines deadlines;

    private final ConcurrentMap<String, CompletableFuture<Receipt>> awaited = new ConcurrentHashMap<>();

    /**
     * Waits for the receipt with this correlation id; to be called before the command is published, since a receipt
     * nobody waits for is let go.
     *
     * @return fails with {@link java.util.concurrent.TimeoutException} where none came in {@code atMost}
     */
    public CompletionStage<Receipt> await(String correlation, Duration atMost) {
        var receipt = new CompletableFuture<Receipt>();
        awaited.put(correlation, receipt);
        return deadlines.within(atMost, receipt).whenComplete((r, failure) -> awaited.remove(correlation, receipt));
    }

    /** Hands a receipt to whoever waits for it. */
    public void arrived(String correlation, Receipt receipt) {
        Optional.ofNullable(awaited.get(correlation)).ifPresent(waiting -> waiting.complete(receipt));
    }
}
