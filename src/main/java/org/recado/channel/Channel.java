package org.recado.channel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.MessageId;

/** A chat channel: its last seq is the one counter from which every change of it takes its place. */
@Entity
public class Channel {

    @Id
    String id;

    String name;

    @Enumerated(EnumType.STRING)
    Kind kind;

    @Column(name = "last_seq")
    long lastSeq;

    @Column(name = "last_message_id")
    UUID lastMessageId;

    @Column(name = "last_message_at")
    Instant lastMessageAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "archived_at")
    Instant archivedAt;

    @Column(name = "direct_key")
    String directKey;

    @Column(name = "retention_days")
    Integer retentionDays;

    protected Channel() {}

    public Channel(ChannelId id, ChannelName name, Kind kind, Instant createdAt) {
        this.id = id.value();
        this.name = name.value();
        this.kind = kind;
        this.createdAt = createdAt;
    }

    public ChannelId id() {
        return new ChannelId(id);
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    public long lastSeq() {
        return lastSeq;
    }

    public Optional<Instant> lastMessageAt() {
        return Optional.ofNullable(lastMessageAt);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Whether nothing more is said here; what was said stays to be read. */
    public boolean isArchived() {
        return archivedAt != null;
    }

    public void rename(ChannelName newName) {
        name = newName.value();
    }

    /** Since when it is archived; empty opens it again. */
    public void archive(Optional<Instant> since) {
        archivedAt = since.orElse(null);
    }

    /** How many days the texts are kept, where its owner has said so. */
    public Optional<Integer> retentionDays() {
        return Optional.ofNullable(retentionDays);
    }

    /** Keeps the texts so long from now on; empty is as long as the installation says. */
    public void retain(Optional<Integer> days) {
        retentionDays = days.orElse(null);
    }

    /** Marks a direct channel by who is in it, so that it is found again. */
    void between(String people) {
        directKey = people;
    }

    /** Takes the next place. Only the ledger calls this, with the row locked. */
    public long takeSeq() {
        return ++lastSeq;
    }

    /** Remembers the newest message. Only the ledger calls this, with the row locked. */
    public void lastMessage(MessageId message, Instant storedAt) {
        lastMessageId = message.value();
        lastMessageAt = storedAt;
    }
}
