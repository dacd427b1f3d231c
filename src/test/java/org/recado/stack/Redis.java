package org.recado.stack;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** The Redis server as a child process, with an append-only file. */
final class Redis implements Part {
    static final String NAME = "redis";

    private final Process process;
    private final int port;

    private Redis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Redis start(Path folder, int port, Leash leash) {
        Ports.requireFree(NAME, port);
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve("redis.log");
            Process process = command(folder, port)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            leash.hold(process.toHandle());
            Redis redis = new Redis(process, port);
            Waiting.until(NAME, process.toHandle(), log, redis::answers);
            return redis;
        } catch (IOException e) {
            throw new StackFailure(NAME, e);
        }
    }

    private static ProcessBuilder command(Path folder, int port) throws IOException {
        File binary = ExecutableProvider.newJarResourceProvider(
                        Binaries.folder(NAME).toFile())
                .get();
        return new ProcessBuilder(
                binary.getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                Ports.HOST,
                "--dir",
                folder.toAbsolutePath().toString(),
                "--appendonly",
                "yes",
                "--save",
                "");
    }

    private boolean answers() {
        try (Jedis jedis = new Jedis(Ports.HOST, port)) {
            return "PONG".equals(jedis.ping());
        } catch (JedisException e) {
            return false;
        }
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("RECADO_REDIS_URI", "redis://" + Ports.HOST + ":" + port);
    }

    @Override
    public void close() {
        Leash.end(process.toHandle());
    }
}
