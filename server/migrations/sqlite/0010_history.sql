-- One row for each run of the server: how phones learn that the database was restored from an older backup.
create table epochs (
  no bigint primary key,
  name text not null unique,
  from_seq bigint not null,
  at_ms bigint not null
);
