package org.recado.platform;

import java.time.Duration;
import java.util.function.Supplier;

/** A second place where what is measured shows up: the server's own registry, where it has one. */
interface Mirror {

    void count(String name, int many, String... tags);

    void time(String name, Duration took, String... tags);

    void size(String name, double size, String... tags);

    void gauge(String name, Supplier<Number> value, String... tags);
}
