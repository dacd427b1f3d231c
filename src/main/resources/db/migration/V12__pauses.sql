-- Partitions that an operator has paused (org.recado.posting.Pauses). Expand only: a core of the release before this one
-- goes on consuming them.

create table paused_partition (
    number    integer primary key check (number >= 0),
    since     timestamptz  not null,
    paused_by varchar(64)  not null,
    note      varchar(500) not null
);
