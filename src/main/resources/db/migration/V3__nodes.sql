-- Who is up, and what the cores have agreed on: the rows of org.recado.platform.Nodes and org.recado.posting.Layout.

create table node (
    name       varchar(200) primary key,
    roles      varchar(64)  not null,
    started_at timestamptz  not null,
    seen_at    timestamptz  not null
);

-- One row: the number of partitions the queues were made for; null before the first core has come up.
create table layout (
    is_only    boolean primary key default true check (is_only),
    partitions int
);
insert into layout (partitions) values (null);
