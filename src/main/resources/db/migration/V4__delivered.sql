-- How far each member has been told. Expand only: a node of the release before this one goes on without the column.
-- A cursor moves often and is in no index; room beside the row makes its move a cheap one.
alter table membership add column delivered_seq bigint not null default 0;
alter table membership set (fillfactor = 80);
