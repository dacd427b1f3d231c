package org.recado.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.recado.id.PersonName;
import org.recado.id.UserId;

/** One key of a bot. Of its secret only a hash is kept. */
@Entity
@Table(name = "api_key")
public class ApiKey {

    @Id
    String id;

    @Column(name = "user_id")
    String userId;

    String name;

    String scopes;

    @Column(name = "secret_hash")
    byte[] secretHash;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "expires_at")
    Instant expiresAt;

    @Column(name = "revoked_at")
    Instant revokedAt;

    @Column(name = "last_used_at")
    Instant lastUsedAt;

    protected ApiKey() {}

    ApiKey(KeyText text, Wish wish, UserId createdBy) {
        this.id = text.id();
        this.userId = wish.user().value();
        this.name = wish.name().value();
        this.scopes = wish.scopeNames();
        this.secretHash = text.secretHash();
        this.createdAt = Instant.now();
        this.createdBy = createdBy.value();
        this.expiresAt = wish.expiresAt().orElse(null);
    }

    /** What a key is to be: whose, called what, for what, and until when. */
    public record Wish(UserId user, PersonName name, Set<Scope> scopes, Optional<Instant> expiresAt) {

        /** Who writes reads as well. */
        public Wish {
            var all = EnumSet.noneOf(Scope.class);
            all.addAll(scopes);
            if (all.contains(Scope.WRITE)) {
                all.add(Scope.READ);
            }
            scopes = Set.copyOf(all);
        }

        /** The scopes as they are kept: by name, with a blank between two. */
        public String scopeNames() {
            return scopes.stream().map(Scope::wire).sorted().collect(Collectors.joining(" "));
        }
    }

    public String id() {
        return id;
    }

    public UserId user() {
        return new UserId(userId);
    }

    public String name() {
        return name;
    }

    public Set<Scope> scopes() {
        return Arrays.stream(scopes.split(" "))
                .flatMap(s -> Scope.ofWire(s).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    public Instant createdAt() {
        return createdAt;
    }

    public UserId createdBy() {
        return new UserId(createdBy);
    }

    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    public Optional<Instant> revokedAt() {
        return Optional.ofNullable(revokedAt);
    }

    /** When it was last used, to a minute or so; a use may be missed. */
    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt);
    }

    boolean isRevoked() {
        return revokedAt != null;
    }

    boolean isOver(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }
}
