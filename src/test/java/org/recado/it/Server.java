package org.recado.it;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.shrinkwrap.api.Archive;

/** The server process with the WAR in it, ready once it has started; it can be ended, killed and started again, and keeps its data. */
public final class Server {
    /** The server's log, from the first start of the run to the last. */
    public static final Path LOG = Path.of("target/it/server-0.log");

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OK = 200;
    private static final RetryPolicy<HttpResponse<String>> UNTIL_READY = RetryPolicy.<HttpResponse<String>>builder()
            .handle(IOException.class)
            .handleResultIf(answer -> answer.statusCode() != OK)
            .withDelay(Duration.ofMillis(250))
            .withMaxRetries(-1)
            .withMaxDuration(PATIENCE)
            .build();
    private static Server running;
    private static boolean failed;

    private final DeployableContainer<?> container;
    private final Archive<?> war;
    private URI address;

    private Server(DeployableContainer<?> container, Archive<?> war) {
        this.container = container;
        this.war = war;
    }

    static Server running() {
        if (running == null) {
            throw new IllegalStateException("no server is running: does the test extend RunningServer?");
        }
        return running;
    }

    /** Puts the WAR into the started container, unless it is there already; what has failed once is not tried again. */
    static void deployOnce(DeployableContainer<?> container, Archive<?> war) throws DeploymentException {
        if (failed) {
            throw new DeploymentException("the deployment failed in an earlier class");
        }
        if (running == null) {
            Server server = new Server(container, war);
            failed = true;
            server.deploy();
            failed = false;
            running = server;
        }
    }

    static void endIfRunning(Runnable stopContainer) throws DeploymentException {
        Optional<ProcessHandle> process = find();
        if (running != null) {
            running.container.undeploy(running.war);
            running = null;
        }
        stopContainer.run();
        process.ifPresent(Server::await);
    }

    /** For example {@code http://127.0.0.1:41234/}; the same after a restart as long as nobody took the port meanwhile. */
    public URI address() {
        return address;
    }

    /** Where the server puts MicroProfile Health: {@code …/health}; WildFly has it beside its management. */
    public URI health() {
        return isWildFly()
                ? URI.create("http://" + ServerOptions.HOST + ":" + System.getProperty(ServerOptions.MANAGEMENT_PORT)
                        + "/health")
                : address.resolve("/health");
    }

    static boolean isWildFly() {
        return "wildfly".equals(System.getProperty("arquillian.launch"));
    }

    static boolean isLiberty() {
        return "liberty".equals(System.getProperty("arquillian.launch"));
    }

    static boolean isPayaraServer() {
        return "payara-server".equals(System.getProperty("arquillian.launch"));
    }

    static boolean isPayaraMicro() {
        return !isWildFly() && !isPayaraServer() && !isLiberty();
    }

    /** Ends the server in the orderly way and starts it again. */
    public void restart() throws DeploymentException, LifecycleException {
        end();
        start();
    }

    /** Ends the server without a word, as a crash would. */
    public void kill() throws DeploymentException, LifecycleException {
        process().destroyForcibly();
        end();
    }

    /** Waits until the process has ended by itself, as a crash does, and puts its remains away. */
    void awaitCrash() throws DeploymentException, LifecycleException {
        find().ifPresent(Server::await);
        end();
    }

    public void end() throws DeploymentException, LifecycleException {
        Optional<ProcessHandle> process = find();
        container.undeploy(war);
        container.stop();
        process.ifPresent(Server::await);
    }

    /** After {@link #end} or {@link #kill}. */
    public void start() throws DeploymentException, LifecycleException {
        try {
            ServerOptions.clear();
        } catch (IOException e) {
            throw new LifecycleException("what the server has left could not be taken away", e);
        }
        container.start();
        deploy();
    }

    /** Takes the WAR away, lets somebody look, and puts it back; Payara Micro's process ends with it. */
    void redeploy(Runnable meanwhile) throws DeploymentException {
        ProcessHandle process = process();
        container.undeploy(war);
        if (isPayaraMicro()) {
            await(process);
        }
        meanwhile.run();
        deploy();
    }

    private void deploy() throws DeploymentException {
        ProtocolMetaData metaData = container.deploy(war);
        HTTPContext http = metaData.getContexts(HTTPContext.class).iterator().next();
        address = URI.create("http://" + ServerOptions.HOST + ":" + http.getPort() + "/");
        awaitReady();
    }

    private void awaitReady() throws DeploymentException {
        HttpRequest ready =
                HttpRequest.newBuilder(URI.create(health() + "/ready")).build();
        HttpResponse<String> last =
                Failsafe.with(UNTIL_READY).get(() -> HttpClient.newHttpClient().send(ready, BodyHandlers.ofString()));
        if (last.statusCode() != OK) {
            throw new DeploymentException("the server is not ready: " + last.body() + "; see " + LOG);
        }
    }

    /** The JVM with the WAR in it. */
    static ProcessHandle process() {
        return find().orElseThrow(() -> new IllegalStateException("the server process is not there"));
    }

    private static Optional<ProcessHandle> find() {
        if (isPayaraServer()) {
            return PayaraServerDomain.process();
        }
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(ServerOptions.FILE.toString()))
                .findFirst();
    }

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("the server did not end in " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the server was ending", e);
        }
    }
}
