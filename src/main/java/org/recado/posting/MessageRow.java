package org.recado.posting;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What the ledger knows of a message: everything but its text. */
@Entity
@Table(name = "message")
class MessageRow {

    @Id
    UUID id;

    @Column(name = "channel_id")
    String channelId;

    /** The place of its creation, which it keeps. */
    long seq;

    @Column(name = "sender_id")
    String senderId;

    @Column(name = "client_id")
    String clientId;

    /** The sender's clock. */
    @Column(name = "sent_at")
    Instant sentAt;

    @Column(name = "stored_at")
    Instant storedAt;

    /** The place of its latest change. */
    @Column(name = "changed_seq")
    long changedSeq;

    @Column(name = "edited_at")
    Instant editedAt;

    @Column(name = "deleted_at")
    Instant deletedAt;
}
