-- Consent as evidence (model 2.5): a chain per household over what was taken in, a digest of the day per district, and a key per
-- family that the personal parts are sealed with. Whoever loses the key by lawful erasure leaves a chain that still verifies.
create table evidence_keys (
    id uuid primary key,
    household_id uuid not null references households (id),
    occupancy_seq bigint not null,
    wrapped text,
    made_at_ms bigint not null,
    destroyed_at_ms bigint
);
create unique index evidence_keys_in_use on evidence_keys (household_id, occupancy_seq) where destroyed_at_ms is null;
-- One link each. `facts` is the clear part, hashed byte for byte; `sealed` is nonce and ciphertext in base64, empty for what lies
-- among the blobs.
create table evidence_links (
    household_id uuid not null references households (id),
    household_seq bigint not null,
    kind text not null,
    subject text not null,
    district_code text not null,
    at_ms bigint not null,
    facts text not null,
    record_hash text,
    key_id uuid,
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
    households bigint not null,
    links bigint not null,
    root text not null,
    prev_hash text,
    hash text not null,
    made_at_ms bigint not null,
    primary key (district_code, day)
);
-- One row once the consents of before there were chains have their links: whatever has none after that was put in behind our back.
create table evidence_start (
    id integer primary key check (id = 1),
    at_ms bigint not null,
    linked bigint not null
);
-- Set when a blob of a consent lies sealed among the blobs, under the digest of its ciphertext.
alter table record_blobs add column sealed_sha256 text;
-- Evidence is kept byte for byte, which jsonb does not do.
alter table consent_events alter column content type text using content::text;

create trigger evidence_links_stay before update or delete or truncate on evidence_links
    for each statement execute function refuse_change();
create trigger evidence_digests_stay before update or delete or truncate on evidence_digests
    for each statement execute function refuse_change();
create trigger evidence_keys_stay before delete or truncate on evidence_keys
    for each statement execute function refuse_change();
