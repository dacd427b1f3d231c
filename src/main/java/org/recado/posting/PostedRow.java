package org.recado.posting;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** A command that was carried out: by its key the same command finds its answer again. */
@Entity
@Table(name = "posted")
@IdClass(PostedRow.Key.class)
class PostedRow {

    /** What makes two commands the same. */
    record Key(String channelId, String senderId, String commandKey) implements Serializable {}

    @Id
    @Column(name = "channel_id")
    String channelId;

    @Id
    @Column(name = "sender_id")
    String senderId;

    @Id
    @Column(name = "command_key")
    String commandKey;

    /** SHA-256 of what was asked, without the sender's clock: another digest under the same key is a conflict. */
    byte[] digest;

    long seq;

    @Column(name = "message_id")
    UUID messageId;

    @Column(name = "posted_at")
    Instant postedAt;
}
