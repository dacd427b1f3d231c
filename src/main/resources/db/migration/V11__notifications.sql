-- Who is told of what they have not read, and how that went (org.recado.notification). Expand only: a node of the release
-- before this one goes on without.

-- What someone wants where they have said nothing of the channel; no row is all as the installation says.
create table notification_profile (
    user_id      varchar(64) primary key references person (id),
    level        varchar(16) check (level in ('ALL', 'MENTIONS', 'NONE')),
    quiet_from   time,
    quiet_to     time,
    zone         varchar(64),
    -- whether devices are told although a client of theirs has been
    while_online boolean     not null default false,
    check ((quiet_from is null) = (quiet_to is null) and (quiet_from is null) = (zone is null))
);

create table notification_preference (
    channel_id  varchar(64) not null references channel (id),
    user_id     varchar(64) not null references person (id),
    level       varchar(16) check (level in ('ALL', 'MENTIONS', 'NONE')),
    muted_until timestamptz,
    primary key (channel_id, user_id)
);
create index notification_preference_by_user on notification_preference (user_id);

-- Who was named in which message; once it is read, of no more use.
create table mention (
    user_id    varchar(64) not null,
    channel_id varchar(64) not null,
    seq        bigint      not null,
    primary key (user_id, channel_id, seq)
);
create index mention_by_message on mention (channel_id, seq);

-- The outbox: of whom, in which channel, from the message seq to last_seq. No text is here.
create table notification (
    id         bigint generated always as identity primary key,
    user_id    varchar(64) not null,
    channel_id varchar(64) not null,
    seq        bigint      not null,
    last_seq   bigint      not null,
    messages   integer     not null,
    mention    boolean     not null,
    sender_id  varchar(64) not null,
    state      varchar(16) not null check (state in ('PLANNED', 'SENT', 'SUPPRESSED')),
    reason     varchar(16),
    planned_at timestamptz not null,
    -- when it is decided; absent where it was suppressed at once
    due_at     timestamptz,
    settled_at timestamptz
);
create unique index notification_planned on notification (channel_id, user_id) where state = 'PLANNED';
create index notification_due on notification (due_at) where state = 'PLANNED';
create index notification_by_user on notification (user_id, id);
create index notification_by_channel on notification (channel_id, user_id, last_seq);
create index notification_by_age on notification using brin (planned_at);

-- Where someone is told, or what is told of a channel: a browser's push subscription, a webhook, an e-mail address.
create table notification_address (
    id           uuid primary key,
    way          varchar(8)  not null check (way in ('PUSH', 'WEBHOOK', 'EMAIL')),
    user_id      varchar(64) references person (id),
    channel_id   varchar(64) references channel (id),
    address      text        not null,
    -- what is needed to use it: a browser's keys, what a webhook is signed with
    secret       text        not null,
    label        varchar(200) not null,
    created_by   varchar(64) not null,
    created_at   timestamptz not null,
    -- absent: not used yet, or not any more
    confirmed_at timestamptz,
    -- when the other side said that it is no more
    gone_at      timestamptz,
    check ((user_id is null) <> (channel_id is null))
);
create index notification_address_by_user on notification_address (user_id, way) where user_id is not null;
create index notification_address_by_channel on notification_address (channel_id) where channel_id is not null;
-- a browser has one, whoever is signed in there
create unique index notification_address_of_browser on notification_address (address) where way = 'PUSH';

-- One notification, or one message of a channel, on one way to one address.
create table notification_delivery (
    id              bigint generated always as identity primary key,
    notification_id bigint references notification (id) on delete cascade,
    address_id      uuid        not null references notification_address (id) on delete cascade,
    way             varchar(8)  not null,
    channel_id      varchar(64) not null,
    last_seq        bigint      not null,
    state           varchar(16) not null check (state in ('WAITING', 'SENT', 'SUPPRESSED', 'FAILED')),
    reason          varchar(16),
    attempts        integer     not null,
    created_at      timestamptz not null,
    -- the next attempt, or when the one under way counts as lost
    next_at         timestamptz not null,
    settled_at      timestamptz,
    answer          varchar(200)
);
create index notification_delivery_due on notification_delivery (way, next_at) where state = 'WAITING';
create index notification_delivery_by_notification on notification_delivery (notification_id);
create index notification_delivery_by_address on notification_delivery (address_id, channel_id);
create unique index notification_delivery_of_message on notification_delivery (address_id, last_seq)
    where notification_id is null;
create index notification_delivery_by_age on notification_delivery using brin (created_at);
