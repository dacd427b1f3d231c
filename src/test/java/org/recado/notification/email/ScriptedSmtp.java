package org.recado.notification.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** An SMTP server that answers one command as it is told to, and all others with what is right; takes one client at a time. */
final class ScriptedSmtp implements AutoCloseable {

    /** Where no answer comes at all. */
    static final String SILENCE = "";

    private static final Map<String, String> RIGHT = Map.of(
            "GREETING", "220 ready",
            "EHLO", "250 test",
            "MAIL", "250 2.1.0 ok",
            "RCPT", "250 2.1.5 ok",
            "DATA", "354 go on",
            "END", "250 2.0.0 taken",
            "QUIT", "221 bye");

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final String command;
    private final String answer;

    ScriptedSmtp(String command, String answer) throws IOException {
        this.command = command;
        this.answer = answer;
        var thread = new Thread(this::serve, "scripted SMTP");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void serve() {
        try (var client = server.accept();
                var in = new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1))) {
            var isData = false;
            say(client, "GREETING");
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                if (!isData || line.equals(".")) {
                    var verb = isData ? "END" : line.split(" ", 2)[0];
                    isData = say(client, verb).startsWith("354");
                }
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private String say(Socket client, String verb) throws IOException {
        var said = verb.equals(command) ? answer : RIGHT.getOrDefault(verb, "502 not here");
        if (!said.equals(SILENCE)) {
            client.getOutputStream().write((said + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
