package org.recado.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeashTest {
    @TempDir
    Path folder;

    /** Holds a child, prints its number and waits to be killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            Leash leash = Leash.in(Path.of(args[0]));
            Process child = new ProcessBuilder("sleep", "300").start();
            leash.hold(child.toHandle());
            System.out.println(child.pid());
            System.in.read();
        }
    }

    @Test
    void aKilledJvmTakesItsChildrenAlong() throws Exception {
        Process holder = holder();
        ProcessHandle child = childOf(holder);

        ChildJvm.kill(holder.toHandle());

        assertEnds(child);
    }

    @Test
    void theNextStartEndsWhatAKilledGuardLeft() throws Exception {
        Process holder = holder();
        ProcessHandle child = childOf(holder);
        holder.children().filter(process -> process.pid() != child.pid()).forEach(ChildJvm::kill);
        ChildJvm.kill(holder.toHandle());
        assertThat(child.isAlive()).isTrue();

        Leash.in(folder).close();

        assertEnds(child);
    }

    @Test
    void aStrangerWithTheNumberOfAnOldChildIsLeftAlone() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(folder.resolve("pids"), stranger.pid() + " 2001-01-01T00:00:00Z\n");

            Leash.in(folder).close();

            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void whatWasReleasedIsNoLongerEndedAndTheRestIs() throws Exception {
        Process released = new ProcessBuilder("sleep", "300").start();
        Process held = new ProcessBuilder("sleep", "300").start();
        try {
            Leash leash = Leash.in(folder);
            leash.hold(released.toHandle());
            leash.hold(held.toHandle());
            leash.release(released.toHandle());

            Leash.in(folder).close();

            assertEnds(held.toHandle());
            assertThat(released.isAlive()).isTrue();
        } finally {
            released.destroyForcibly();
            held.destroyForcibly();
        }
    }

    private Process holder() throws IOException {
        return ChildJvm.running(Holder.class, folder.toString()).start();
    }

    private static ProcessHandle childOf(Process holder) throws IOException {
        return ProcessHandle.of(Long.parseLong(ChildJvm.line(holder))).orElseThrow();
    }

    private static void assertEnds(ProcessHandle child) throws Exception {
        child.onExit().get(10, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
    }
}
