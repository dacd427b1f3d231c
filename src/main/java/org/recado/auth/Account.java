package org.recado.auth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.recado.id.UserId;

/** A built-in account: how one of our people signs in. */
@Entity
class Account {

    @Id
    @Column(name = "user_id")
    String userId;

    @Column(name = "password_hash")
    String passwordHash;

    boolean operator;

    protected Account() {}

    Account(UserId user, String passwordHash, boolean operator) {
        this.userId = user.value();
        this.passwordHash = passwordHash;
        this.operator = operator;
    }
}
