package org.recado.stack;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is configured, by the name of its environment variable; a system property {@code recado.amqp.uri} counts as well. */
public final class Settings {
    private final UnaryOperator<String> source;

    private Settings(UnaryOperator<String> source) {
        this.source = source;
    }

    public static Settings ofProcess() {
        return new Settings(key -> {
            String property = System.getProperty(key.toLowerCase(Locale.ROOT).replace('_', '.'));
            return property == null ? System.getenv(key) : property;
        });
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(values::get);
    }

    Optional<String> find(String key) {
        return Optional.ofNullable(source.apply(key)).filter(value -> !value.isBlank());
    }

    /** The port set by {@code key}, else one that is free now. */
    int port(String part, String key) {
        return find(key).map(value -> Ports.parse(part, key, value)).orElseGet(Ports::free);
    }
}
