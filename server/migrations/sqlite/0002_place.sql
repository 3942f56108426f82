-- Districts, streets and communities by their statistical codes; codes change over the years, so they carry validity.
create table divisions (
    code text primary key,
    parent_code text,
    level text not null,
    name text not null,
    phone text,
    hidden boolean not null,
    valid_from text,
    valid_to text
);
create index divisions_of_parent on divisions (parent_code);
create table grids (
    id blob primary key,
    code text not null unique,
    community_code text not null references divisions (code),
    name text not null,
    primary_worker_id blob references accounts (id),
    backup_worker_id blob references accounts (id)
);
create table compounds (
    id blob primary key,
    code text not null unique,
    name text not null,
    street_code text not null references divisions (code),
    community_code text not null references divisions (code),
    management_mode text not null,
    origin_kind text,
    built_year integer,
    total_area_c integer,
    household_count_declared integer,
    has_no_company boolean not null,
    has_no_right_unit boolean not null,
    has_no_self_management boolean not null,
    in_zero_clearing_baseline boolean not null,
    public_code text not null unique,
    public_code_revoked_at_ms integer
);
create index compounds_of_community on compounds (community_code);
create index compounds_of_street on compounds (street_code);
create table buildings (
    id blob primary key,
    compound_id blob not null references compounds (id),
    no_raw text not null,
    no_norm text not null,
    name_alias text,
    floors integer,
    has_elevator boolean,
    unique (compound_id, no_norm)
);
-- no_norm is '0' where a building has no staircases of its own (row houses, corridor houses).
create table units (
    id blob primary key,
    building_id blob not null references buildings (id),
    no_norm text not null,
    unique (building_id, no_norm)
);
create table households (
    id blob primary key,
    compound_id blob not null references compounds (id),
    grid_id blob references grids (id),
    building_id blob not null references buildings (id),
    unit_id blob not null references units (id),
    door_no text not null,
    door_raw text not null,
    floor integer,
    area_c integer,
    area_source text,
    usage text not null,
    occupancy text not null,
    occupancy_seq integer not null,
    active boolean not null,
    door_state text not null,
    fee_consent_state text not null,
    unique (unit_id, door_no)
);
create index households_of_compound on households (compound_id);
create index households_of_grid on households (grid_id);
-- Names and phones are sealed with the server's key; the hash finds equal phones without opening them.
create table persons (
    id blob primary key,
    name_sealed text not null,
    phone_sealed text,
    phone_hash text
);
create index persons_by_phone on persons (phone_hash);
create table residencies (
    id blob primary key,
    person_id blob not null references persons (id),
    household_id blob not null references households (id),
    occupancy_seq integer not null,
    relation text not null,
    evidence text not null,
    from_on text,
    to_on text
);
create index residencies_of_household on residencies (household_id);
-- The code on the slip that makes a household's rating count. One live code per occupancy.
create table household_codes (
    code text primary key,
    household_id blob not null references households (id),
    occupancy_seq integer not null,
    revoked_at_ms integer
);
create index household_codes_of_household on household_codes (household_id);
create table imports (
    id blob primary key,
    file_name text not null,
    file_sha256 text not null,
    account_id blob references accounts (id),
    status text not null,
    counts text not null,
    report_sha256 text,
    created_at_ms integer not null,
    applied_at_ms integer
);
-- What a person has to look at: doubtful doors, contradicting facts. Nothing is guessed, nothing is dropped.
create table review_items (
    id blob primary key,
    kind text not null,
    compound_id blob references compounds (id),
    household_id blob references households (id),
    source text not null,
    source_ref text not null,
    reason text not null,
    content text not null,
    status text not null,
    created_at_ms integer not null
);
create index review_items_of_compound on review_items (compound_id, status);
create unique index review_items_once on review_items (source, source_ref, kind);
