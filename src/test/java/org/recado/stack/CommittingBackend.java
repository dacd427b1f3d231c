package org.recado.stack;

import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/**
 * Documents on disk: a write is committed to the file before it is acknowledged, and a commit never sees half a write.
 * Writers that arrive together share a commit.
 */
final class CommittingBackend extends H2Backend {
    private static final Set<String> READS = Set.of("find", "getMore", "count", "distinct", "aggregate");
    private static final int COMMITS_BETWEEN_COMPACTIONS = 5_000;
    private static final int FILL_PERCENT = 50;
    private static final int COMPACTION_BYTES = 8 << 20;

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private int commits;

    CommittingBackend(Path file) {
        super(open(file));
        version(new WireVersion());
    }

    // nothing but commit() below may commit: the store's own timer and buffer limit would store half a write
    private static MVStore open(Path file) {
        return new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .open();
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        String command = message.getDocument().keySet().iterator().next();
        Document reply = shared(message);
        if (!READS.contains(command)) {
            commit();
        }
        return reply;
    }

    private Document shared(MongoMessage message) {
        lock.readLock().lock();
        try {
            return super.handleMessage(message);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void commit() {
        lock.writeLock().lock();
        try {
            MVStore store = getMvStore();
            if (store.commit() >= 0 && ++commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
                store.compact(FILL_PERCENT, COMPACTION_BYTES);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Today's driver refuses a server below wire version 8, and what it needs of 4.2 is there. */
    private static final class WireVersion implements MongoVersion {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 2, 0);
        }

        @Override
        public int getWireVersion() {
            return 8;
        }
    }
}
