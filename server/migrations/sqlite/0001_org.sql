-- People and their rights. Leaving ends access at once: ended_at_ms is read with every request.
create table companies (
    id blob primary key,
    uscc text not null unique,
    name text not null,
    phone text not null,
    status text not null
);
create table accounts (
    id blob primary key,
    login text not null unique,
    name text not null,
    company_id blob references companies (id),
    password_hash text not null,
    must_change_password boolean not null,
    locked_at_ms integer,
    ended_at_ms integer,
    created_at_ms integer not null
);
-- One role within one scope; scope_at is a code or an id, empty for the whole district.
create table grants (
    account_id blob not null references accounts (id),
    role text not null,
    scope_kind text not null,
    scope_at text not null,
    from_ms integer not null,
    to_ms integer,
    primary key (account_id, role, scope_kind, scope_at)
);
-- Only the hash of a token is kept: who reads the database cannot log in with it.
create table sessions (
    token_sha256 text primary key,
    account_id blob not null references accounts (id),
    kind text not null,
    created_at_ms integer not null,
    seen_at_ms integer not null,
    expires_at_ms integer not null
);
create index sessions_of_account on sessions (account_id);
-- Failed logins by account and by address; also wrong household codes by compound and address.
create table throttles (
    throttle_key text primary key,
    failures integer not null,
    first_at_ms integer not null,
    until_ms integer not null
);
create table devices (
    id blob primary key,
    account_id blob not null references accounts (id),
    highest_seq integer not null,
    unsent_count integer not null,
    oldest_unsent_ms integer,
    offset_ms integer not null,
    contact_at_ms integer not null
);
create table audit_events (
    id blob primary key,
    at_ms integer not null,
    account_id blob,
    role text not null,
    action text not null,
    object_kind text not null,
    object_id text not null,
    from_value text,
    to_value text,
    reason text
);
create index audit_events_of_object on audit_events (object_kind, object_id);
