-- Noes (refused, withdrawn) to a fee that were not taken as they came: set aside, held, or beside another record of their id. None of
-- them lets a fee fall due before it counts, is put right, or is voided by two persons (INV-07). Only ever added.
create table open_noes (
    record_id blob not null,
    hash text not null,
    household_id blob not null,
    occupancy_seq integer,
    said_at_ms integer not null,
    received_at_ms integer not null,
    primary key (record_id, hash)
);
create index open_noes_of_household on open_noes (household_id);
