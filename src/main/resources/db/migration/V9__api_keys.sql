-- Programs that call (org.recado.auth). Expand only: a node of the release before this one goes on without.

-- People who are programs: no account and no other issuer's token speaks for them.
create table bot (
    user_id    varchar(64) primary key references person (id),
    created_at timestamptz not null,
    created_by varchar(64) not null
);

create table api_key (
    id           varchar(16)  primary key,
    user_id      varchar(64)  not null references bot (user_id),
    name         varchar(200) not null,
    -- names of org.recado.auth.Scope with a space between them
    scopes       varchar(64)  not null,
    -- SHA-256; the secret itself is shown once and kept nowhere
    secret_hash  bytea        not null,
    created_at   timestamptz  not null,
    created_by   varchar(64)  not null,
    expires_at   timestamptz,
    revoked_at   timestamptz,
    last_used_at timestamptz
);
create index api_key_by_user on api_key (user_id);
