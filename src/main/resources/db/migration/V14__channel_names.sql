-- Operators look channels up by how their id or name begins (org.recado.channel.Directory). No index on the time of the last
-- message: each message would pay for it, which PostgreSQL now writes in place.

create index channel_by_lower_id on channel (lower(id) text_pattern_ops);
create index channel_by_lower_name on channel (lower(name) text_pattern_ops);
