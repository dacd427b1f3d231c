package org.recado.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** RabbitMQ's own PerfTest, one hop through one quorum queue: persistent, confirmed, each message acked. */
final class Raw {

    private static final Path CLASS_PATH = Path.of("target/perf-test-classpath");
    private static final Pattern RECEIVED = Pattern.compile("received: ([\\d.,]+) msg/s");
    private static final Pattern FAILED = Pattern.compile("nacked: (?!0 )|returned: (?!0 )");
    private static final int WARM_UP_S = 5;

    private Raw() {}

    /** Messages received a second, over so many seconds after a warm-up. */
    static double messagesPerSecond(URI broker, int bodyBytes, int seconds) throws IOException {
        var perTest = new ProcessBuilder(command(broker, bodyBytes, WARM_UP_S + seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var end = new Thread(perTest::destroy, "end-perf-test");
        Runtime.getRuntime().addShutdownHook(end);
        var received = new ArrayList<Double>();
        for (var line : perTest.inputReader().lines().toList()) {
            if (FAILED.matcher(line).find()) {
                throw new IllegalStateException("PerfTest lost messages: " + line);
            }
            var rate = RECEIVED.matcher(line);
            if (rate.find()) {
                received.add(Double.parseDouble(rate.group(1).replace(",", "")));
            }
        }
        Runtime.getRuntime().removeShutdownHook(end);
        return received.stream()
                .skip(WARM_UP_S)
                .mapToDouble(rate -> rate)
                .average()
                .orElseThrow();
    }

    private static List<String> command(URI broker, int bodyBytes, int seconds) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-Xmx256m",
                "-cp",
                Files.readString(CLASS_PATH),
                "com.rabbitmq.perf.PerfTest",
                "--uri",
                broker.toString(),
                "--queue",
                "bench.raw." + Road.newLoad().toLowerCase(Locale.ROOT),
                "--quorum-queue",
                "--auto-delete",
                "true",
                "--flag",
                "persistent",
                "--size",
                Integer.toString(bodyBytes),
                "--confirm",
                Integer.toString(Publisher.WINDOW),
                "--qos",
                Integer.toString(Listener.PREFETCH),
                "--time",
                Integer.toString(seconds));
    }
}
