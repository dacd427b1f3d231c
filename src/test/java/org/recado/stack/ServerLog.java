package org.recado.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Payara's output: all of it goes to a file, the product's own warnings to the terminal too. */
final class ServerLog {
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");
    private static final Pattern HEAD = Pattern.compile(
            "\\[[^\\]]*\\] \\[[^\\]]*\\] \\[(\\w+)\\] \\[[^\\]]*\\] \\[([^\\]]*)\\] .*\\[levelValue: \\d+\\](.*)");
    private static final String DEPLOYMENT = "javax.enterprise.system.core";

    private final Path file;
    private String level = "";
    private String logger = "";
    private String cause;
    private volatile boolean started;
    private volatile boolean hushed;
    private volatile String failure;

    ServerLog(Path file) {
        this.file = file;
    }

    /** Reads the output of the process in a thread of its own until it ends. */
    static ServerLog of(Process process, Path file) {
        ServerLog log = new ServerLog(file);
        Thread reader = new Thread(() -> log.copy(process.inputReader()), "payara-log");
        reader.setDaemon(true);
        reader.start();
        return log;
    }

    private void copy(BufferedReader lines) {
        try (lines;
                Writer out = Files.newBufferedWriter(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String plain = COLOUR.matcher(line).replaceAll("");
                out.write(plain + "\n");
                out.flush();
                read(plain);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes in one line without colours. */
    void read(String line) {
        Matcher head = HEAD.matcher(line);
        boolean isHead = head.matches();
        if (isHead) {
            level = head.group(1);
            logger = head.group(2);
        }
        note(isHead ? head.group(3).replace("[[", "").strip() : line);
    }

    private void note(String text) {
        if (!hushed && logger.startsWith("org.recado") && isWarning() && !text.isBlank()) {
            System.err.println(level + " " + logger + " " + text);
        }
        if (level.equals("SEVERE") && text.matches("(Caused by: )?[\\w.$]+(Exception|Error)\\b.*")) {
            cause = text.replaceFirst("^Caused by: ", "");
        }
        if (level.equals("SEVERE") && logger.equals(DEPLOYMENT) && text.startsWith("Exception while loading the app")) {
            failure = "the WAR does not deploy: " + cause;
        }
        if (logger.equals("PayaraMicro") && text.contains(" ready in ")) {
            started = true;
        }
    }

    private boolean isWarning() {
        return level.equals("WARNING") || level.equals("SEVERE");
    }

    /** Whether the deployment is over; before that there is nothing that could be unready. */
    boolean isStarted() {
        return started;
    }

    /** Why the WAR is not deployed. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** From here on only the file: a server that is being stopped has much to complain about. */
    void hush() {
        hushed = true;
    }

    Path file() {
        return file;
    }
}
