-- Mails that ask whether an e-mail address is its user's own (org.recado.notification.email); a row goes once its mail was
-- taken, or was given up. Expand only: a node of the release before this one sends none.
create table email_confirmation (
    address_id uuid primary key references notification_address (id) on delete cascade,
    attempts   integer     not null,
    created_at timestamptz not null,
    -- the next attempt, or when the one under way counts as lost
    next_at    timestamptz not null
);
