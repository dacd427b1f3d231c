package org.recado.stack;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Records in one file, in the order they were appended. What was forced outlives the process and the machine; a record
 * torn by a kill is cut off when the file is opened again. After a failure it takes nothing more.
 */
final class Journal implements AutoCloseable {
    private static final int HEAD = Integer.BYTES + Long.BYTES;

    private final FileChannel file;
    private final Object forcing = new Object();
    private long forced;
    private volatile boolean broken;

    private Journal(FileChannel file) {
        this.file = file;
    }

    /** Hands every whole record to {@code replay}, the oldest first. */
    static Journal open(Path path, Consumer<byte[]> replay) throws IOException {
        long end = Files.exists(path) ? replay(path, replay) : 0;
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(end);
        file.position(end);
        return new Journal(file);
    }

    private static long replay(Path path, Consumer<byte[]> replay) throws IOException {
        long size = Files.size(path);
        long end = 0;
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 20))) {
            while (size - end > HEAD) {
                int length = in.readInt();
                long sum = in.readLong();
                if (length <= 0 || length > size - end - HEAD) {
                    return end;
                }
                byte[] record = in.readNBytes(length);
                if (sum != sum(ByteBuffer.wrap(record))) {
                    return end;
                }
                replay.accept(record);
                end += HEAD + length;
            }
        }
        return end;
    }

    private static long sum(ByteBuffer record) {
        CRC32 crc = new CRC32();
        crc.update(record);
        return crc.getValue();
    }

    /** Appends one record, for one caller at a time; returns what {@link #force} needs to make it durable. */
    long append(ByteBuffer record) throws IOException {
        if (broken) {
            throw new IOException("the journal has failed before");
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD).putInt(record.remaining()).putLong(sum(record.duplicate()));
        ByteBuffer[] both = {head.flip(), record};
        try {
            while (record.hasRemaining()) {
                file.write(both);
            }
            return file.position();
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    /** Returns when the record is on the disk; callers that come together share one write. */
    void force(long record) throws IOException {
        synchronized (forcing) {
            if (forced < record) {
                forceAll();
            }
        }
    }

    private void forceAll() throws IOException {
        long end = file.position();
        try {
            file.force(false);
            forced = end;
        } catch (IOException e) {
            broken = true;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
