package org.recado.ops.jmx;

/** A store, or the broker: {@code type=Store}. */
@Says("A store or the broker, asked at most once a second and waited for two seconds")
public interface StoreMXBean {

    @Says("whether it is up")
    boolean isUp();

    @Says("why it is down, in a few words; empty where it is up")
    String getDetail();

    @Says("how long its answer took, or was waited for, in milliseconds")
    long getTookMs();

    @Says("when it was up the last time that this node has asked (RFC 3339, UTC); empty where it never was")
    String getLastUp();
}
