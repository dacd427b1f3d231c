package org.recado.posting;

import org.recado.command.Command;

/** A command that has passed the rules and goes before the ledger, with its key and the digest of what it asks. */
record Asked(Arrival arrival, Command command, String key, byte[] digest) {

    static Asked of(Arrival arrival, Command command) {
        return new Asked(arrival, command, Identity.key(command, arrival.messageId()), Identity.digest(command));
    }

    PostedRow.Key rowKey() {
        return new PostedRow.Key(command.channel().value(), command.sender().value(), key);
    }
}
