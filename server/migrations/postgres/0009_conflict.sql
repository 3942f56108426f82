-- A record that puts right one that was set aside: only one of the two ever counts.
alter table records add column repairs uuid;
create index records_by_repaired on records (repairs);
create unique index records_one_repair on records (repairs) where status = 'accepted';
-- Why a held record is held, and when it is tried again: later each time, so that what waits long stops nobody.
create table record_holds (
    record_id uuid primary key references records (id),
    waits_for uuid,
    tries bigint not null,
    next_at_ms bigint not null
);
create index record_holds_by_time on record_holds (next_at_ms);
create index record_holds_by_thing on record_holds (waits_for);
insert into record_holds (record_id, tries, next_at_ms) select id, 0, 0 from records where status = 'held';
-- Every value that anybody ever put forward for a fact of a household. Only ever added; what holds is computed (model 2.12).
-- A telephone is sealed with the server's key.
create table fact_assertions (
    id uuid primary key,
    household_id uuid not null references households (id),
    occupancy_seq bigint not null,
    kind text not null,
    value text not null,
    base text,
    source text not null,
    record_id uuid,
    account_id uuid,
    device_id uuid,
    device_seq bigint,
    settles jsonb not null,
    note text not null,
    at_ms bigint not null,
    received_at_ms bigint not null
);
create index fact_assertions_of_household on fact_assertions (household_id, kind);
create trigger fact_assertions_stay before update or delete or truncate on fact_assertions
    for each statement execute function refuse_change();
-- Doors that workers found, word for word. household_id is empty while somebody has to look at the door.
create table new_doors (
    id uuid primary key,
    compound_id uuid not null references compounds (id),
    account_id uuid not null references accounts (id),
    building text not null,
    unit text not null,
    floor text not null,
    door text not null,
    usage text,
    occupancy text,
    note text not null,
    door_key text not null,
    reason text,
    household_id uuid references households (id),
    grid_id uuid,
    received_at_ms bigint not null
);
create index new_doors_by_key on new_doors (compound_id, door_key);
-- Ids that phones made for a door that is another household of the register.
create table household_aliases (
    alias_id uuid primary key,
    household_id uuid not null references households (id)
);
create index household_aliases_of_household on household_aliases (household_id);
-- What a person decided about an item of the review list. Only ever added.
create table review_decisions (
    id uuid primary key,
    review_id uuid not null references review_items (id),
    action text not null,
    value text not null,
    reason text not null,
    account_id uuid,
    at_ms bigint not null
);
create index review_decisions_of_review on review_decisions (review_id);
create trigger review_decisions_stay before update or delete or truncate on review_decisions
    for each statement execute function refuse_change();
-- A call-back that confirmed nothing: nobody reached, or the signer says otherwise. Never a step towards a fee.
create table consent_callbacks (
    id uuid primary key,
    consent_id uuid not null references consent_events (id),
    household_id uuid not null references households (id),
    result text not null,
    note text not null,
    account_id uuid,
    at_ms bigint not null
);
create index consent_callbacks_of_consent on consent_callbacks (consent_id, at_ms);
create trigger consent_callbacks_stay before update or delete or truncate on consent_callbacks
    for each statement execute function refuse_change();
-- What left the reach of a grid or a company: its phones drop it with the next changes.
create table departures (
    entity_kind text not null,
    entity_id text not null,
    scope_id uuid not null,
    seq bigint not null,
    primary key (entity_kind, entity_id, scope_id)
);
create index departures_of_scope on departures (scope_id, seq);
