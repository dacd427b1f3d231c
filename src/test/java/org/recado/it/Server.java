package org.recado.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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

/** The server process with the WAR in it; it can be ended, killed and started again, and keeps its data. */
public final class Server {
    /** The server's log, from the first start of the run to the last. */
    public static final Path LOG = Path.of("target/it/server-0.log");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
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

    static void endIfRunning() throws DeploymentException, LifecycleException {
        if (running != null) {
            running.end();
            running = null;
        }
    }

    /** For example {@code http://127.0.0.1:41234/}; the same after a restart as long as nobody took the port meanwhile. */
    public URI address() {
        return address;
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

    public void end() throws DeploymentException, LifecycleException {
        Optional<ProcessHandle> process = find();
        container.undeploy(war);
        container.stop();
        process.ifPresent(Server::await);
    }

    /** After {@link #end} or {@link #kill}. */
    public void start() throws DeploymentException, LifecycleException {
        container.start();
        deploy();
    }

    private void deploy() throws DeploymentException {
        ProtocolMetaData metaData = container.deploy(war);
        HTTPContext http = metaData.getContexts(HTTPContext.class).iterator().next();
        address = URI.create("http://" + ServerOptions.HOST + ":" + http.getPort() + "/");
        awaitReady();
    }

    // deployed is not ready: the schema, the demo data and the consumers come after
    private void awaitReady() throws DeploymentException {
        HttpRequest question =
                HttpRequest.newBuilder(address.resolve("/health/ready")).build();
        Instant deadline = Instant.now().plus(PATIENCE);
        try {
            while (status(question) != 200) {
                if (Instant.now().isAfter(deadline)) {
                    throw new DeploymentException("deployed, and not ready in " + PATIENCE);
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DeploymentException("interrupted while the server was getting ready", e);
        }
    }

    private static int status(HttpRequest question) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(question, BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    private static ProcessHandle process() {
        return find().orElseThrow(() -> new IllegalStateException("the server process is not there"));
    }

    private static Optional<ProcessHandle> find() {
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
