package org.recado.socket;

import java.nio.charset.StandardCharsets;

/** One encoded frame: made once, and the same text shared by everyone who gets it. */
record Packet(String text, int bytes) {

    static Packet of(String text) {
        return new Packet(text, text.getBytes(StandardCharsets.UTF_8).length);
    }
}
