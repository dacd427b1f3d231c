package org.recado.stack;

import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Documents in memory, and a journal of every command that wrote: it is on the disk before the command is acknowledged,
 * and carried out again at the next start. So a command must name its {@code _id}s and may not ask for the clock.
 */
final class JournaledBackend extends MemoryBackend {
    private static final Set<String> WRITES = Set.of(
            "insert",
            "update",
            "delete",
            "findAndModify",
            "create",
            "createIndexes",
            "drop",
            "dropIndexes",
            "dropDatabase",
            "renameCollection");

    private final Object writing = new Object();
    private final Journal journal;

    JournaledBackend(Path file) throws IOException {
        version(new WireVersion());
        EmbeddedChannel nobody = new EmbeddedChannel();
        journal = Journal.open(file, record -> super.handleMessage(message(nobody, record)));
        nobody.close().syncUninterruptibly();
    }

    private static MongoMessage message(EmbeddedChannel channel, byte[] record) {
        return new MongoMessage(
                channel, new MessageHeader(0, 0), BsonDecoder.decodeBson(Unpooled.wrappedBuffer(record)));
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        String command = message.getDocument().keySet().iterator().next();
        return WRITES.contains(command) ? write(message) : super.handleMessage(message);
    }

    private Document write(MongoMessage message) {
        ByteBuf record = Unpooled.buffer();
        BsonEncoder.encodeDocument(message.getDocument(), record);
        Document reply;
        try {
            long written;
            synchronized (writing) {
                reply = super.handleMessage(message);
                written = journal.append(record.nioBuffer());
            }
            journal.force(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reply;
    }

    @Override
    public void close() {
        super.close();
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
