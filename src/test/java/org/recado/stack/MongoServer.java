package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server of the Mongo wire protocol with its data in memory and a journal on the disk; part of the stack or a process of its own. */
public final class MongoServer implements Part {
    static final String NAME = "mongo";

    private final de.bwaldvogel.mongo.MongoServer server;
    private final String uri;

    private MongoServer(de.bwaldvogel.mongo.MongoServer server, String uri) {
        this.server = server;
        this.uri = uri;
    }

    static MongoServer start(Path folder, int port) {
        Ports.requireFree(NAME, port);
        LibraryLogs.quiet();
        try {
            Files.createDirectories(folder);
            JournaledBackend backend = new JournaledBackend(folder.resolve("mongo.journal"));
            de.bwaldvogel.mongo.MongoServer server = new de.bwaldvogel.mongo.MongoServer(backend);
            server.bind(Ports.HOST, port);
            return new MongoServer(server, "mongodb://" + Ports.HOST + ":" + port + "/recado");
        } catch (IOException | RuntimeException e) {
            throw new StackFailure(NAME, e);
        }
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("RECADO_MONGO_URI", uri);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    /** Runs until it is ended; prints {@code mongo=<uri>} when it answers. */
    public static void main(String[] args) {
        List<String> words = List.of(args);
        try {
            int port = Ports.parse(NAME, "--port", valueOf(words, "--port"));
            MongoServer server = start(Path.of(valueOf(words, "--data")), port);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            System.out.println(NAME + "=" + server.uri);
        } catch (StackFailure e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static String valueOf(List<String> words, String option) {
        int at = words.indexOf(option);
        if (at < 0 || at + 1 >= words.size()) {
            throw new StackFailure(NAME, "usage: --port N --data DIR");
        }
        return words.get(at + 1);
    }
}
