package org.recado.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder with all data of one stack; one stack at a time may hold it. */
final class DataFolder implements AutoCloseable {
    private static final String NAME = "data folder";
    private static final long ROOM_BYTES = 200L << 20;

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static DataFolder open(Path folder) {
        return open(folder, ROOM_BYTES);
    }

    static DataFolder open(Path folder, long roomBytes) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            requireRoom(path, roomBytes);
            return new DataFolder(path, locked(path));
        } catch (IOException e) {
            throw new StackFailure(NAME, path + " cannot be written (" + e + ")");
        }
    }

    private static void requireRoom(Path path, long roomBytes) throws IOException {
        long free = Files.getFileStore(path).getUsableSpace();
        if (free < roomBytes) {
            throw new StackFailure(
                    NAME,
                    "the disk of " + path + " is full: " + (free >> 20) + " of " + (roomBytes >> 20) + " MiB free");
        }
    }

    // the lock is the system's, so it ends with the process that holds it
    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw new StackFailure(NAME, path + " is in use by another stack");
        }
        return channel;
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new StackFailure(NAME, e);
        }
    }
}
