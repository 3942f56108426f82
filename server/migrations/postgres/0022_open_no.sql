-- Noes (refused, withdrawn) to a fee that were not taken as they came: set aside, held, or beside another record of their id. None of
-- them lets a fee fall due before it counts, is put right, or is voided by two persons (INV-07). Only ever added.
create table open_noes (
    record_id uuid not null,
    hash text not null,
    household_id uuid not null,
    occupancy_seq bigint,
    said_at_ms bigint not null,
    received_at_ms bigint not null,
    primary key (record_id, hash)
);
create index open_noes_of_household on open_noes (household_id);
