package org.recado.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the seams lead: ends the process at the n-th pass of the one that the file names, {@code SEAM n}, leaving
 * {@code SEAM} in a second file. It uses nothing but the JDK, since every class of the server must find it.
 */
public final class Trap {

    /** The exit code of a process that ended in a trap. */
    public static final int EXIT = 86;

    private static final AtomicInteger PASSES = new AtomicInteger();
    private static volatile Path armed;

    private Trap() {}

    /** From now on this file arms it. */
    public static void at(Path file) {
        armed = file;
    }

    /** The file that a process leaves which ended here. */
    public static Path sprung(Path armed) {
        return armed.resolveSibling(armed.getFileName() + ".sprung");
    }

    /** Called by the seams. */
    public static void pass(String seam) {
        var file = armed;
        if (file != null && Files.exists(file) && isCore()) {
            spring(file, seam);
        }
    }

    private static void spring(Path file, String seam) {
        try {
            var words = Files.readString(file).strip().split(" ", 2);
            if (words[0].equals(seam) && PASSES.incrementAndGet() >= Integer.parseInt(words[1])) {
                Files.writeString(sprung(file), seam);
                Files.delete(file);
                Runtime.getRuntime().halt(EXIT);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // the edge consumes and publishes with the same classes
    private static boolean isCore() {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(f -> f.getClassName().startsWith("org.recado.posting.")));
    }
}
