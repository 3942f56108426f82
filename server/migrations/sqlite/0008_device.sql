-- Where each phone stands: what it announced of itself, whose keys signed its records, and the server's own keys for receipts.
alter table devices add column app text not null default '';
-- The contact at which the highest number was first announced: how long the last numbers have been missing.
alter table devices add column highest_at_ms integer not null default 0;
-- What is kept beside the records has a number on its phone too: it is no gap.
alter table record_clashes add column device_id blob;
alter table record_clashes add column device_seq integer;
create index record_clashes_of_device on record_clashes (device_id, device_seq);
alter table records add column signature text;
alter table records add column signature_state text not null default 'unsigned';
create index records_of_bad_signature on records (device_id) where signature_state in ('missing', 'wrong');
create index records_of_arrival on records (received_at_ms);
-- Public keys of phones, each for one worker on one phone. Kept for ever: old signatures are checked against them.
-- first_seq is the first number that the key signs; what was made before is unsigned and no fault.
create table device_keys (
    device_id blob not null,
    account_id blob not null references accounts (id),
    public_key text not null,
    first_seq integer not null,
    from_ms integer not null,
    to_ms integer,
    primary key (device_id, account_id, public_key)
);
-- The server's keys: the private half sealed, the public half given to every phone. The newest without an end signs.
create table receipt_keys (
    no integer primary key,
    private_sealed text not null,
    public_key text not null,
    from_ms integer not null,
    to_ms integer
);
