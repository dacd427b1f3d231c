package org.recado.audit;

import java.util.Arrays;
import java.util.Optional;

/** What the record knows of; the names are for good, since they are in rows that nobody changes. */
public enum Action {
    SESSION_CREATED("session.created"),
    SESSION_REFUSED("session.refused"),
    SESSIONS_ENDED("sessions.ended"),
    ACCOUNT_CREATED("account.created"),
    ACCOUNT_CLOSED("account.closed"),
    ACCOUNT_OPENED("account.opened"),
    PASSWORD_CHANGED("password.changed"),
    PASSWORD_RESET("password.reset"),
    BOT_CREATED("bot.created"),
    KEY_CREATED("key.created"),
    KEY_REVOKED("key.revoked"),
    ACCESS_REFUSED("access.refused"),
    GATEWAY_REFUSED("gateway.refused"),
    ORIGIN_REFUSED("origin.refused"),
    MEMBER_ADDED("member.added"),
    MEMBER_ROLE_CHANGED("member.role_changed"),
    MEMBER_REMOVED("member.removed"),
    MEMBER_MUTED("member.muted"),
    MEMBER_UNMUTED("member.unmuted"),
    MEMBER_BANNED("member.banned"),
    MEMBER_UNBANNED("member.unbanned"),
    MESSAGE_DELETED("message.deleted"),
    CHANNEL_RENAMED("channel.renamed"),
    CHANNEL_ARCHIVED("channel.archived"),
    CHANNEL_REOPENED("channel.reopened"),
    CHANNEL_RETENTION_CHANGED("channel.retention_changed"),
    WEBHOOK_CREATED("webhook.created"),
    WEBHOOK_REMOVED("webhook.removed"),
    PERSON_EXPORTED("person.exported"),
    PERSON_ERASED("person.erased"),
    DEAD_LETTER_REPLAYED("dead_letter.replayed"),
    DEAD_LETTER_DISCARDED("dead_letter.discarded"),
    CONNECTIONS_CLOSED("connections.closed"),
    NODE_DRAINED("node.drained"),
    LOG_LEVEL_CHANGED("log.level_changed"),
    PARTITION_PAUSED("partition.paused"),
    PARTITION_RESUMED("partition.resumed"),
    STORES_REPAIRED("stores.repaired"),
    AUDIT_EXPORTED("audit.exported");

    private final String wire;

    Action(String wire) {
        this.wire = wire;
    }

    /** The name in the table and on the wire, such as {@code member.banned}. */
    public String wire() {
        return wire;
    }

    /** The action with this name. */
    public static Optional<Action> ofWire(String wire) {
        return Arrays.stream(values()).filter(a -> a.wire.equals(wire)).findFirst();
    }
}
