package org.recado.bench;

/** The channels a load is spread over, all with ids of one length. */
record ChannelNames(String prefix, int count) {

    String name(int number) {
        return prefix + Commands.padded(number);
    }
}
