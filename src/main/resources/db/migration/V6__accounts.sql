-- How people sign in and stay so (org.recado.auth). Expand only: a node of the release before this one goes on without.

alter table account add column closed_at timestamptz;
-- Wrong passwords since the last right one, and until when no further one is looked at.
alter table account add column failures int not null default 0;
alter table account add column blocked_until timestamptz;

-- One sign-in, on whichever device. It outlives its access tokens by its refresh tokens.
create table session (
    id           uuid primary key,
    user_id      varchar(64) not null references account (user_id),
    created_at   timestamptz not null,
    used_at      timestamptz not null,
    -- when the last of its refresh tokens ends, and when no access token of it is good any more
    expires_at   timestamptz not null,
    tokens_until timestamptz not null,
    ended_at     timestamptz
);
create index session_by_user on session (user_id, used_at);
create index session_by_expiry on session (expires_at);
-- what every node asks for again and again
create index session_by_end on session (ended_at) where ended_at is not null;

-- A spent one is kept for as long as it would have been good: who uses it again has stolen it, or was stolen from.
create table refresh_token (
    -- SHA-256 of the token in hexadecimal digits; the token itself is nowhere
    digest     varchar(64) primary key,
    session_id uuid        not null references session (id),
    expires_at timestamptz not null,
    spent_at   timestamptz
);
create index refresh_token_by_session on refresh_token (session_id);
create index refresh_token_by_expiry on refresh_token (expires_at);
