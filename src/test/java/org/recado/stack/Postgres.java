package org.recado.stack;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** The PostgreSQL server as a child process, with a database and an owner called {@code recado}. */
final class Postgres implements Part {
    static final String NAME = "postgres";
    private static final String RECADO = "recado";

    private final EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static Postgres start(Path folder, int port, Leash leash) {
        Ports.requireFree(NAME, port);
        LibraryLogs.quiet();
        Path log = folder.resolve("postgres.log");
        try {
            Files.createDirectories(folder);
            Path data = folder.resolve("data");
            EmbeddedPostgres server = builder(data, log).setPort(port).start();
            leash.hold(postmaster(data));
            createDatabase(server);
            return new Postgres(server);
        } catch (IOException | SQLException e) {
            throw new StackFailure(NAME, e);
        } catch (IllegalStateException e) {
            throw new StackFailure(NAME, lastLine(log));
        }
    }

    private static EmbeddedPostgres.Builder builder(Path data, Path log) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data.toAbsolutePath())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(Binaries.folder(NAME).toFile())
                .setPGStartupWait(Duration.ofSeconds(30))
                .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .setLocaleConfig("locale", "C")
                .setServerConfig("listen_addresses", Ports.HOST)
                .setServerConfig("unix_socket_directories", "")
                // the library turns it off; an acknowledged commit must outlive the process
                .setServerConfig("synchronous_commit", "on");
    }

    private static ProcessHandle postmaster(Path data) throws IOException {
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException("process " + pid + " is gone"));
    }

    private static void createDatabase(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select 1 from pg_roles where rolname = '" + RECADO + "'")) {
                statement.execute("create role " + RECADO + " login password '" + RECADO + "'");
            }
            if (!exists(statement, "select 1 from pg_database where datname = '" + RECADO + "'")) {
                statement.execute("create database " + RECADO + " owner " + RECADO);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private static String lastLine(Path log) {
        try {
            return Waiting.lastLine(log) + " (" + log + ")";
        } catch (IOException e) {
            throw new StackFailure(NAME, e);
        }
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                "RECADO_DATASOURCE_URL",
                "jdbc:postgresql://" + Ports.HOST + ":" + server.getPort() + "/" + RECADO,
                "RECADO_DATASOURCE_USER",
                RECADO,
                "RECADO_DATASOURCE_PASSWORD",
                RECADO);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new StackFailure(NAME, e);
        }
    }
}
