package org.recado.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServerLogTest {
    private final ServerLog log = new ServerLog(Path.of("payara.log"));

    @Test
    void theServerIsStartedWhenPayaraSaysSo() {
        log.read(head("INFO", "PayaraMicro", "Deployed 1 archive(s)"));
        assertThat(log.isStarted()).isFalse();

        log.read(head("INFO", "PayaraMicro", "Payara Micro 6.2025.10 (build 42) ready in 12,324 (ms)"));
        assertThat(log.isStarted()).isTrue();
        assertThat(log.failure()).isEmpty();
    }

    @Test
    void aFailedDeploymentIsToldByItsCause() {
        log.read(head("SEVERE", "javax.enterprise.system.core", "[["));
        log.read("  Exception during lifecycle processing");
        log.read("java.lang.Exception: java.lang.IllegalStateException: start failed");
        log.read("Caused by: java.lang.ClassNotFoundException: no.such.Listener");
        log.read("\tat org.example.Nowhere.run(Nowhere.java:1)");
        log.read(head("SEVERE", "javax.enterprise.system.core", "Exception while loading the app"));

        assertThat(log.failure())
                .contains("the WAR does not deploy: java.lang.ClassNotFoundException: no.such.Listener");
    }

    private static String head(String level, String logger, String text) {
        return "[2026-01-02T03:04:05.678+0000] [] [" + level + "] [] [" + logger
                + "] [tid: _ThreadID=1 _ThreadName=main] [timeMillis: 1767323045678] [levelValue: 800] " + text;
    }
}
