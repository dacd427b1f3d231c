package org.recado.ops;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.recado.audit.Action;
import org.recado.audit.Audit;
import org.recado.audit.Entry;
import org.recado.auth.Accounts;
import org.recado.auth.First;
import org.recado.id.UserId;

/** The first operator's account and its entry in the record: both, or neither. */
@ApplicationScoped
@Transactional
public class FirstAccount {

    @Inject
    Accounts accounts;

    @Inject
    Audit audit;

    /** Makes it, where there is no operator yet. */
    public First make(UserId user, String password) {
        var first = accounts.createFirstOperator(user, password);
        if (first == First.MADE) {
            audit.record(Entry.of(Action.ACCOUNT_CREATED, Entry.user(user))
                    .with("operator", "true")
                    .with("by", "recado.operator.name"));
        }
        return first;
    }
}
