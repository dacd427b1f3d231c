package org.recado.redeploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import org.recado.stack.Leash;
import org.recado.stack.Ports;

/** Open Liberty, made ready by {@code server-config/liberty/install}, told by the file in its folder of applications. */
final class OpenLiberty implements Host {
    /** Started for the first time, and after another was there before. */
    private static final String DEPLOYED = "CWWKZ000[13]I:";

    private static final String UNDEPLOYED = "CWWKZ0009I:";

    private final Place place;
    private final Path war;

    private OpenLiberty(Place place, Path war) {
        this.place = place;
        this.war = war;
    }

    static OpenLiberty start(Path home, Path folder, Setting setting, Leash leash) throws IOException {
        var war = home.resolve("usr/servers/recado/apps/recado.war");
        Files.deleteIfExists(war);
        var port = Ports.free();
        var environment = new TreeMap<>(setting.environment());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JVM_ARGS", String.join(" ", setting.jvmOptions()));
        environment.put("LIBERTY_HTTP_HOST", Ports.HOST);
        environment.put("LIBERTY_HTTP_PORT", Integer.toString(port));
        var command = List.of(home.resolve("bin/server").toString(), "run", "recado");
        var program = Program.start(command, environment, folder.resolve("server.log"), leash);
        program.await("CWWKF0011I:", 1, PATIENCE);
        return new OpenLiberty(Place.of(program, program.jvm(), port, port), war);
    }

    // under another name first: it is looked at while it is written
    @Override
    public void deploy(Path file) throws IOException {
        var beside = war.resolveSibling("recado.war.part");
        Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
        var before = place.program().count(DEPLOYED);
        Files.move(beside, war, StandardCopyOption.ATOMIC_MOVE);
        place.program().await(DEPLOYED, before + 1, PATIENCE);
    }

    @Override
    public void undeploy() throws IOException {
        var before = place.program().count(UNDEPLOYED);
        Files.delete(war);
        place.program().await(UNDEPLOYED, before + 1, PATIENCE);
    }

    @Override
    public boolean hasPool() {
        return true;
    }

    @Override
    public Place place() {
        return place;
    }
}
