-- What is taken away again: the people who are erased, and the texts whose time is over.

-- Their id stays taken, since the log and the record speak of it.
alter table person add column erased_at timestamptz;

-- One row a person; reached is the last message that has been looked at.
create table erasure (
    user_id     varchar(64) primary key references person (id),
    asked_by    varchar(64) not null,
    asked_at    timestamptz not null,
    reached     uuid        not null,
    messages    bigint      not null default 0,
    letters     bigint      not null default 0,
    finished_at timestamptz
);

-- Days that the texts of the channel are kept; absent is as the installation says. Up to expired_seq they are gone.
alter table channel
    add column retention_days integer check (retention_days between 1 and 36500),
    add column expired_seq    bigint  not null default 0;
