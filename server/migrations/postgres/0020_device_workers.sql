-- What a phone said of itself at its last contact with each of its workers: the next worker's word does not take the last one's away.
create table device_workers (
    device_id uuid not null references devices (id),
    account_id uuid not null references accounts (id),
    highest_seq bigint not null,
    -- The contact at which the highest number was first announced: how long the last numbers have been missing.
    highest_at_ms bigint not null,
    unsent_count bigint not null,
    oldest_unsent_ms bigint,
    offset_ms bigint not null,
    contact_at_ms bigint not null,
    app text not null,
    primary key (device_id, account_id)
);
insert into device_workers (device_id, account_id, highest_seq, highest_at_ms, unsent_count, oldest_unsent_ms, offset_ms,
    contact_at_ms, app)
select id, account_id, highest_seq, highest_at_ms, unsent_count, oldest_unsent_ms, offset_ms, contact_at_ms, app from devices;
-- What is left of a phone is its id and who used it first.
alter table devices drop column highest_seq;
alter table devices drop column unsent_count;
alter table devices drop column oldest_unsent_ms;
alter table devices drop column offset_ms;
alter table devices drop column contact_at_ms;
alter table devices drop column app;
alter table devices drop column highest_at_ms;
