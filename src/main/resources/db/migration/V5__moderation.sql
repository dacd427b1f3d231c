-- What moderators and owners do (org.recado.channel). Expand only: a node of the release before this one goes on without.

alter table channel add column archived_at timestamptz;
-- SHA-256 of the people of a direct channel, in order: the same people share one channel.
alter table channel add column direct_key varchar(64) unique;

alter table membership add column muted_until timestamptz;

-- What holds for someone in a channel whether they are in it or not: who leaves and comes back is as muted as before.
create table sanction (
    channel_id  varchar(64) not null references channel (id),
    user_id     varchar(64) not null references person (id),
    banned      boolean     not null,
    muted_until timestamptz,
    primary key (channel_id, user_id)
);
