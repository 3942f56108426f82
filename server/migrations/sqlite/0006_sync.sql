-- Everything that phones sent, word for word. A record is in here before anything is made of it.
create table records (
    id blob primary key,
    kind text not null,
    device_id blob not null,
    device_seq integer not null,
    author_id blob not null,
    recorded_at_ms integer not null,
    offset_ms integer,
    received_at_ms integer not null,
    prev_hash text,
    hash text not null,
    body text not null,
    status text not null,
    findings text not null,
    compound_id blob
);
create index records_of_device on records (device_id, device_seq);
create index records_of_status on records (status, received_at_ms);
-- What arrived under the id of a record already here but with other content: kept, never mixed.
create table record_clashes (
    id blob not null,
    hash text not null,
    author_id blob not null,
    body text not null,
    received_at_ms integer not null,
    primary key (id, hash)
);
create table record_blobs (
    record_id blob not null references records (id),
    sha256 text not null,
    kind text not null,
    primary key (record_id, sha256)
);
create index record_blobs_by_hash on record_blobs (sha256);
-- arrived_at_ms is set only after the server computed the hash itself.
create table blobs (
    sha256 text primary key,
    size_bytes integer not null,
    kind text not null,
    arrived_at_ms integer,
    findings text not null
);
create table blob_chunks (
    sha256 text not null,
    chunk_index integer not null,
    size_bytes integer not null,
    primary key (sha256, chunk_index)
);
-- The latest change of each thing a phone may hold, in one order. Taking a number locks the counter until commit,
-- so no cursor can pass over a number that is still uncommitted.
create table change_counter (
    id integer primary key,
    last_seq integer not null
);
insert into change_counter (id, last_seq) values (1, 0);
create table changes (
    entity_kind text not null,
    entity_id text not null,
    seq integer not null unique,
    compound_id blob,
    grid_id blob,
    company_id blob,
    primary key (entity_kind, entity_id)
);
create index changes_of_compound on changes (compound_id, seq);
create index changes_of_grid on changes (grid_id, seq);
