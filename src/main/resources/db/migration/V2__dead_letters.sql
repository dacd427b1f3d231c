-- The letters that the core could not take for a command, or gave up (org.recado.deadletter). No row is ever deleted.

create table dead_letter (
    id          uuid primary key,
    routing_key text        not null,
    -- the AMQP properties and headers in AMQP's own encoding
    properties  bytea       not null,
    body        bytea       not null,
    reason      varchar(32) not null,
    detail      text        not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    -- when its core took it from the queue the last time; only another taking counts as another time
    taken_at    timestamptz not null,
    times       integer     not null,
    state       varchar(16) not null check (state in ('WAITING', 'REPLAYED', 'DISCARDED')),
    settled_at  timestamptz,
    settled_by  varchar(64),
    note        varchar(500)
);
create index dead_letter_by_state on dead_letter (state, first_at, id);
