package org.recado.it;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Open Liberty as a process of ours, made ready by {@code server-config/liberty/install}: the WAR is put into its folder of
 * applications and taken away again, byte for byte as it was built.
 */
final class LibertyContainer implements DeployableContainer<LibertyHome> {

    /** Started for the first time, and after it was there before. */
    private static final List<String> STARTED = List.of("CWWKZ0001I", "CWWKZ0003I");

    private static final List<String> STOPPED = List.of("CWWKZ0009I");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private LibertyHome home;
    private Optional<Process> process = Optional.empty();

    @Override
    public Class<LibertyHome> getConfigurationClass() {
        return LibertyHome.class;
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return ProtocolDescription.DEFAULT;
    }

    @Override
    public void setup(LibertyHome configuration) {
        home = configuration;
    }

    @Override
    public void start() throws LifecycleException {
        try {
            Files.deleteIfExists(home.war());
            ProcessBuilder server = new ProcessBuilder(home.program().toString(), "run", "recado")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(Server.LOG.toFile()));
            server.environment().put("JAVA_HOME", ServerOptions.java());
            server.environment().put("JVM_ARGS", "@" + ServerOptions.FILE.toAbsolutePath());
            process = Optional.of(server.start());
        } catch (IOException e) {
            throw new LifecycleException("Open Liberty could not be started", e);
        }
    }

    /** Ends it as a machine's shutdown does. */
    @Override
    public void stop() throws LifecycleException {
        if (process.isPresent()) {
            process.get().destroy();
            await(process.get());
            process = Optional.empty();
        }
    }

    private static void await(Process ending) throws LifecycleException {
        try {
            if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new LifecycleException("Open Liberty did not end in " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LifecycleException("interrupted while Open Liberty was ending", e);
        }
    }

    // under another name first: it is looked at while it is written
    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        Path beside = home.war().resolveSibling("recado.war.part");
        try {
            Files.copy(RunningServer.WAR.toPath(), beside, StandardCopyOption.REPLACE_EXISTING);
            long before = times(STARTED);
            Files.move(beside, home.war(), StandardCopyOption.ATOMIC_MOVE);
            // its health is up before it knows of the WAR
            await(() -> times(STARTED) > before);
        } catch (IOException e) {
            throw new DeploymentException("the WAR could not be put there", e);
        }
        return new ProtocolMetaData().addContext(new HTTPContext(ServerOptions.HOST, LibertyVariables.httpPort()));
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            long before = times(STOPPED);
            if (Files.deleteIfExists(home.war())) {
                await(() -> times(STOPPED) > before || !isAlive());
            }
        } catch (IOException e) {
            throw new DeploymentException("the WAR could not be taken away", e);
        }
    }

    private static void await(CheckedSupplier<Boolean> condition) throws DeploymentException {
        RetryPolicy<Boolean> untilSo = RetryPolicy.<Boolean>builder()
                .handleResult(false)
                .withDelay(Duration.ofMillis(250))
                .withMaxRetries(-1)
                .withMaxDuration(PATIENCE)
                .build();
        if (!Failsafe.with(untilSo).get(condition)) {
            throw new DeploymentException("Open Liberty took more than " + PATIENCE + "; see " + Server.LOG);
        }
    }

    private boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    private static long times(List<String> codes) throws IOException {
        try (var lines = Files.lines(Server.LOG, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> codes.stream().anyMatch(line::contains)).count();
        }
    }
}
