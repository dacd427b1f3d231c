package org.recado.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * The shard of an id: CRC-32 of its UTF-8 bytes modulo 64, as two digits. It is fixed for ever, since other people's
 * gateways bind by it.
 */
public final class Shard {

    public static final int COUNT = 64;

    private static final List<String> NAMES = IntStream.range(0, COUNT)
            .mapToObj(shard -> String.format(Locale.ROOT, "%02d", shard))
            .toList();

    private Shard() {}

    public static String of(String id) {
        var crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return NAMES.get((int) (crc.getValue() % COUNT));
    }
}
