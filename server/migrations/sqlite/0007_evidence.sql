-- Consent as evidence (model 2.5): a chain per household over what was taken in, a digest of the day per district, and a key per
-- family that the personal parts are sealed with. Whoever loses the key by lawful erasure leaves a chain that still verifies.
create table evidence_keys (
    id blob primary key,
    household_id blob not null references households (id),
    occupancy_seq integer not null,
    wrapped text,
    made_at_ms integer not null,
    destroyed_at_ms integer
);
create unique index evidence_keys_in_use on evidence_keys (household_id, occupancy_seq) where destroyed_at_ms is null;
-- One link each. `facts` is the clear part, hashed byte for byte; `sealed` is nonce and ciphertext in base64, empty for what lies
-- among the blobs.
create table evidence_links (
    household_id blob not null references households (id),
    household_seq integer not null,
    kind text not null,
    subject text not null,
    district_code text not null,
    at_ms integer not null,
    facts text not null,
    record_hash text,
    key_id blob,
    sealed text,
    sealed_sha256 text,
    prev_hash text,
    hash text not null,
    primary key (household_id, household_seq),
    unique (kind, subject)
);
create index evidence_links_by_time on evidence_links (at_ms);
create table evidence_digests (
    district_code text not null,
    day text not null,
    households integer not null,
    links integer not null,
    root text not null,
    prev_hash text,
    hash text not null,
    made_at_ms integer not null,
    primary key (district_code, day)
);
-- One row once the consents of before there were chains have their links: whatever has none after that was put in behind our back.
create table evidence_start (
    id integer primary key check (id = 1),
    at_ms integer not null,
    linked integer not null
);
-- Set when a blob of a consent lies sealed among the blobs, under the digest of its ciphertext.
alter table record_blobs add column sealed_sha256 text;

create trigger evidence_links_stay_unchanged before update on evidence_links
begin
    select raise(abort, 'rows of evidence_links are only ever added');
end;
create trigger evidence_links_stay before delete on evidence_links
begin
    select raise(abort, 'rows of evidence_links are only ever added');
end;
create trigger evidence_digests_stay_unchanged before update on evidence_digests
begin
    select raise(abort, 'rows of evidence_digests are only ever added');
end;
create trigger evidence_digests_stay before delete on evidence_digests
begin
    select raise(abort, 'rows of evidence_digests are only ever added');
end;
create trigger evidence_keys_stay before delete on evidence_keys
begin
    select raise(abort, 'rows of evidence_keys are only ever added');
end;
-- "insert or replace" deletes without asking the triggers above.
create trigger evidence_links_are_not_replaced before insert on evidence_links
when exists (select 1 from evidence_links l where (l.household_id = new.household_id and l.household_seq = new.household_seq)
    or (l.kind = new.kind and l.subject = new.subject))
begin
    select raise(abort, 'rows of evidence_links are only ever added');
end;
create trigger evidence_digests_are_not_replaced before insert on evidence_digests
when exists (select 1 from evidence_digests d where d.district_code = new.district_code and d.day = new.day)
begin
    select raise(abort, 'rows of evidence_digests are only ever added');
end;
create trigger consent_events_are_not_replaced before insert on consent_events
when exists (select 1 from consent_events e where e.id = new.id)
begin
    select raise(abort, 'rows of consent_events are only ever added');
end;
create trigger consent_confirmations_are_not_replaced before insert on consent_confirmations
when exists (select 1 from consent_confirmations c where c.id = new.id)
begin
    select raise(abort, 'rows of consent_confirmations are only ever added');
end;
