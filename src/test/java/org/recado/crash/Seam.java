package org.recado.crash;

/** A point of the road where the process may end: as a method is entered, or as it returns. */
public enum Seam {
    TAKEN("org.recado.posting.Line", "take", true),
    BEFORE_THE_LEDGER("org.recado.posting.Ledger", "post", true),
    WRITTEN_BUT_NOT_COMMITTED("org.recado.posting.Ledger", "post", false),
    COMMITTED("org.recado.history.MessageArchive", "write", true),
    ARCHIVED("org.recado.history.MessageArchive", "write", false),
    SOME_EVENTS_PUBLISHED("org.recado.platform.ConfirmedPublisher", "publish", false),
    ALL_EVENTS_PUBLISHED("org.recado.event.EventPublisher", "publish", false),
    CACHED("org.recado.history.RecentMessages", "remember", false),
    CONFIRMED("org.recado.platform.BatchConsumer", "ack", true),
    ACKED("org.recado.platform.BatchConsumer", "ack", false);

    final String type;
    final String method;
    final boolean entered;

    Seam(String type, String method, boolean entered) {
        this.type = type;
        this.method = method;
        this.entered = entered;
    }
}
