-- Texts and questionnaires that the phone renders; a published version never changes.
create table documents (
    kind text not null,
    code text not null,
    version bigint not null,
    content jsonb not null,
    sha256 text not null,
    effective_from text not null,
    retired_on text,
    primary key (kind, code, version)
);
create table visits (
    id uuid primary key,
    household_id uuid not null references households (id),
    compound_id uuid not null references compounds (id),
    grid_id uuid,
    account_id uuid not null references accounts (id),
    outcome text not null,
    channel text not null,
    content jsonb not null,
    started_at_ms bigint not null,
    ended_at_ms bigint not null,
    received_at_ms bigint not null
);
create index visits_of_household on visits (household_id, started_at_ms);
create index visits_of_compound on visits (compound_id, started_at_ms);
create table survey_responses (
    id uuid primary key,
    visit_id uuid not null,
    household_id uuid not null references households (id),
    compound_id uuid not null references compounds (id),
    account_id uuid not null references accounts (id),
    questionnaire_code text not null,
    questionnaire_version bigint not null,
    status text not null,
    content jsonb not null,
    received_at_ms bigint not null
);
create index survey_responses_of_household on survey_responses (household_id);
create index survey_responses_of_compound on survey_responses (compound_id);
create table needs (
    id uuid primary key,
    visit_id uuid,
    household_id uuid references households (id),
    compound_id uuid not null references compounds (id),
    account_id uuid references accounts (id),
    code text not null,
    hazard boolean not null,
    place_text text not null,
    description text not null,
    photos jsonb not null,
    status text not null,
    recorded_at_ms bigint not null,
    received_at_ms bigint not null
);
create index needs_of_compound on needs (compound_id, received_at_ms);
create index needs_of_household on needs (household_id);
-- Consent is evidence: events are only ever added (INV-03). The current state is computed from them.
create table consent_events (
    id uuid primary key,
    household_id uuid not null references households (id),
    compound_id uuid not null references compounds (id),
    occupancy_seq bigint not null,
    kind text not null,
    action text not null,
    refers_to uuid,
    account_id uuid,
    content jsonb not null,
    recorded_at_ms bigint not null,
    received_at_ms bigint not null
);
create index consent_events_of_household on consent_events (household_id, received_at_ms);
create index consent_events_of_compound on consent_events (compound_id, received_at_ms);
-- The second person's word on a consent (INV-10): only ever added, like the events.
create table consent_confirmations (
    id uuid primary key,
    consent_id uuid not null references consent_events (id),
    household_id uuid not null references households (id),
    method text not null,
    account_id uuid,
    by_company boolean not null,
    note text not null,
    at_ms bigint not null
);
create index consent_confirmations_of_household on consent_confirmations (household_id);
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'rows of % are only ever added', tg_table_name;
end $$;
create trigger consent_events_stay before update or delete or truncate on consent_events
    for each statement execute function refuse_change();
create trigger consent_confirmations_stay before update or delete or truncate on consent_confirmations
    for each statement execute function refuse_change();
