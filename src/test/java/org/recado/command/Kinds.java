package org.recado.command;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The records that a sealed interface permits, however deep. */
public final class Kinds {

    private Kinds() {}

    /** Each of them once. */
    public static List<Class<?>> of(Class<?> type) {
        return all(type).distinct().toList();
    }

    private static Stream<Class<?>> all(Class<?> type) {
        return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Kinds::all) : Stream.of(type);
    }
}
