package org.recado.redeploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.TreeMap;
import org.recado.chaos.Pause;
import org.recado.stack.Leash;
import org.recado.stack.Ports;

/** WildFly, told by the marker files of its deployments folder. */
final class WildFly implements Host {
    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9990;

    private final Place place;
    private final Path deployments;

    private WildFly(Place place, Path deployments) {
        this.place = place;
        this.deployments = deployments;
    }

    /** @param folder a copy of the distribution's {@code standalone} */
    static WildFly start(Path home, Path folder, Setting setting, Leash leash) throws IOException {
        var offset = Ports.free() % 10_000 + 10_000;
        var environment = new TreeMap<>(setting.environment());
        environment.put("JBOSS_HOME", home.toString());
        environment.put("JAVA_OPTS", String.join(" ", setting.jvmOptions()) + " -Djava.net.preferIPv4Stack=true");
        var command = List.of(
                home.resolve("bin/standalone.sh").toString(),
                "-c",
                "standalone-microprofile.xml",
                "-Djboss.server.base.dir=" + folder,
                "-Djboss.socket.binding.port-offset=" + offset,
                // a busy machine deploys slowly
                "-Djboss.as.management.blocking.timeout=" + PATIENCE.toSeconds());
        var program = Program.start(command, environment, folder.resolve("server.log"), leash);
        program.await("WFLYSRV0025", 1, PATIENCE);
        var place = Place.of(program, program.jvm(), HTTP + offset, MANAGEMENT + offset);
        return new WildFly(place, folder.resolve("deployments"));
    }

    @Override
    public void deploy(Path war) throws IOException {
        Files.copy(war, deployments.resolve("recado.war"), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(marker("deployed"));
        Files.deleteIfExists(marker("undeployed"));
        Files.writeString(marker("dodeploy"), "");
        await("deployed");
    }

    @Override
    public void undeploy() throws IOException {
        Files.delete(marker("deployed"));
        await("undeployed");
    }

    private void await(String state) {
        if (!Pause.until(() -> Files.exists(marker(state)) || Files.exists(marker("failed")), PATIENCE)
                || !Files.exists(marker(state))) {
            throw new IllegalStateException("the WAR is not " + state);
        }
    }

    private Path marker(String state) {
        return deployments.resolve("recado.war." + state);
    }

    @Override
    public Place place() {
        return place;
    }
}
