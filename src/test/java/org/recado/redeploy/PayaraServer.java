package org.recado.redeploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.recado.chaos.Pause;
import org.recado.stack.Leash;
import org.recado.stack.Ports;

/** Payara Server with a domain of its own, told by {@code asadmin}. */
final class PayaraServer implements Host {
    private static final String NAME = "recado";
    private static final int ADMIN = 48;
    private static final int HTTP = 80;

    private final Place place;
    private final Path home;
    private final int base;

    private PayaraServer(Place place, Path home, int base) {
        this.place = place;
        this.home = home;
        this.base = base;
    }

    static PayaraServer start(Path home, Path folder, Setting setting, Leash leash) throws IOException {
        var base = Ports.free() / 100 % 200 * 100 + 10_000;
        asadmin(home, "create-domain", "--nopassword", "--domaindir", "" + folder, "--portbase", "" + base, NAME);
        configure(folder.resolve(NAME).resolve("config/domain.xml"), setting.jvmOptions());
        var command = List.of(
                home.resolve("bin/asadmin").toString(), "start-domain", "--verbose", "--domaindir", "" + folder, NAME);
        var program = Program.start(command, setting.environment(), folder.resolve("server.log"), leash);
        program.await("startup time", 1, PATIENCE);
        // written a little after the line
        var file = folder.resolve(NAME).resolve("config/pid");
        if (!Pause.until(() -> Files.exists(file), PATIENCE)) {
            throw new IllegalStateException(file + " is not there");
        }
        var pid = Files.readString(file).strip();
        return new PayaraServer(Place.of(program, Long.parseLong(pid), base + HTTP, base + HTTP), home, base);
    }

    // in the file, since a running domain takes a JVM's options only at its next start
    private static void configure(Path domain, List<String> options) throws IOException {
        var lines = new StringBuilder();
        options.forEach(option -> lines.append("<jvm-options>").append(option).append("</jvm-options>"));
        var text = Files.readString(domain).replaceAll("<jvm-options>-Xm[xsn][^<]*</jvm-options>", "");
        Files.writeString(domain, text.replace("</java-config>", lines + "</java-config>"));
    }

    @Override
    public void deploy(Path war) {
        run("deploy", "--force", "--contextroot", "/", "--name", NAME, war.toString());
    }

    @Override
    public void undeploy() {
        run("undeploy", NAME);
    }

    private void run(String... words) {
        var all = new ArrayList<>(List.of("--port", Integer.toString(base + ADMIN)));
        all.addAll(List.of(words));
        asadmin(home, all.toArray(String[]::new));
    }

    private static void asadmin(Path home, String... words) {
        var all = new ArrayList<>(List.of(home.resolve("bin/asadmin").toString()));
        all.addAll(List.of(words));
        Program.run(all.toArray(String[]::new));
    }

    @Override
    public Place place() {
        return place;
    }
}
