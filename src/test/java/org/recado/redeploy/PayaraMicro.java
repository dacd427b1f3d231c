package org.recado.redeploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.recado.stack.Leash;
import org.recado.stack.Ports;

/** Payara Micro, started by a program that deploys through its API. */
final class PayaraMicro implements Host {
    private final Place place;
    private int orders;

    private PayaraMicro(Place place) {
        this.place = place;
    }

    /** @param launcher the folder of the compiled launcher */
    static PayaraMicro start(Path jar, Path launcher, Path folder, Setting setting, Leash leash) throws IOException {
        var port = Ports.free();
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(setting.jvmOptions());
        command.addAll(opened(jar));
        command.addAll(List.of("-Djava.io.tmpdir=" + folder, "-cp", jar + ":" + launcher, "MicroLauncher", "" + port));
        var program = Program.start(command, setting.environment(), folder.resolve("server.log"), leash);
        program.await("launcher: up", 1, PATIENCE);
        return new PayaraMicro(Place.of(program, program.jvm(), port, port));
    }

    // what the jar's manifest opens holds only for java -jar
    private static List<String> opened(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile())) {
            var packages = file.getManifest().getMainAttributes().getValue("Add-Opens");
            return Stream.of(packages.split(" ", -1))
                    .flatMap(one -> Stream.of("--add-opens", one + "=ALL-UNNAMED"))
                    .toList();
        }
    }

    @Override
    public void deploy(Path war) throws IOException {
        order("deploy " + war);
    }

    @Override
    public void undeploy() throws IOException {
        order("undeploy");
    }

    private void order(String line) throws IOException {
        place.program().tell(line);
        place.program().await("launcher: done", ++orders, PATIENCE);
    }

    @Override
    public Place place() {
        return place;
    }
}
