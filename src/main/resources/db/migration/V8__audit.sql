-- Who did what, when, from where, and with what result (org.recado.audit). Expand only: a node of the release before this
-- one goes on without it.

create table audit (
    -- the order in which PostgreSQL took them; pages go by it
    id      bigint generated always as identity primary key,
    at      timestamptz  not null,
    actor   varchar(64),
    action  varchar(64)  not null,
    subject varchar(200) not null,
    target  varchar(200),
    result  varchar(32)  not null,
    -- how often the same was refused until the row was written
    times   integer      not null check (times > 0),
    -- a small JSON object
    detail  text,
    address varchar(64),
    node    varchar(200) not null
);
create index audit_by_actor on audit (actor, id);
create index audit_by_action on audit (action, id);
create index audit_by_subject on audit (subject, id);
create index audit_by_target on audit (target, id) where target is not null;
create index audit_by_time on audit (at);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is append-only: no % of it', tg_op using errcode = 'insufficient_privilege';
end $$;

-- "always": also for sessions that replay what others have changed, which skip other triggers
create trigger audit_is_append_only before update or delete or truncate on audit
    for each statement execute function audit_is_append_only();
alter table audit enable always trigger audit_is_append_only;
