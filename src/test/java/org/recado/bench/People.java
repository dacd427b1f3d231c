package org.recado.bench;

/** Members of channels, so many in each; every one of them is a user of their own and in no other channel. */
record People(ChannelNames channels, int each) {

    int count() {
        return channels.count() * each;
    }

    String user(int number) {
        return userPrefix() + Commands.padded(number);
    }

    String userPrefix() {
        return channels.prefix() + "u-";
    }

    String channel(int number) {
        return channels.name(number / each);
    }
}
