package org.recado.stack;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** The libraries of the stack say warnings only. */
final class LibraryLogs {
    // held here, because java.util.logging forgets the level of a logger nobody holds
    private static final List<Logger> LOGGERS = Stream.of(
                    "org.apache.qpid", "qpid", "io.zonky", "de.bwaldvogel", "io.netty", "org.mongodb", "com.rabbitmq")
            .map(Logger::getLogger)
            .toList();

    private LibraryLogs() {}

    static void quiet() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.WARNING));
    }
}
