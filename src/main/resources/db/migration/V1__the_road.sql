-- Metadata only: the text of a message is in MongoDB. Table by table, the rows of org.recado.{channel,auth,posting}.

create table person (
    id         varchar(64) primary key,
    name       varchar(200) not null,
    created_at timestamptz  not null
);

create table account (
    user_id       varchar(64) primary key references person (id),
    password_hash varchar(400) not null,
    operator      boolean      not null
);

create table channel (
    id              varchar(64) primary key,
    name            varchar(200) not null,
    kind            varchar(16)  not null check (kind in ('PUBLIC', 'PRIVATE', 'DIRECT')),
    last_seq        bigint       not null,
    last_message_id uuid,
    last_message_at timestamptz,
    created_at      timestamptz  not null
);

create table membership (
    channel_id varchar(64) not null references channel (id),
    user_id    varchar(64) not null references person (id),
    role       varchar(16) not null check (role in ('OWNER', 'MODERATOR', 'MEMBER', 'READER')),
    joined_at  timestamptz not null,
    read_seq   bigint      not null,
    primary key (channel_id, user_id)
);
create index membership_by_user on membership (user_id);

create table message (
    id          uuid primary key,
    channel_id  varchar(64) not null references channel (id),
    seq         bigint      not null,
    sender_id   varchar(64) not null,
    client_id   varchar(64),
    sent_at     timestamptz not null,
    stored_at   timestamptz not null,
    changed_seq bigint      not null,
    edited_at   timestamptz,
    deleted_at  timestamptz,
    unique (channel_id, seq)
);

-- Every command that was carried out, for the life of the message: the same key again finds its answer here.
create table posted (
    channel_id  varchar(64) not null,
    sender_id   varchar(64) not null,
    command_key varchar(80) not null,
    digest      bytea       not null,
    seq         bigint      not null,
    message_id  uuid,
    posted_at   timestamptz not null,
    primary key (channel_id, sender_id, command_key)
);
