-- Texts and questionnaires that the phone renders; a published version never changes.
create table documents (
    kind text not null,
    code text not null,
    version integer not null,
    content text not null,
    sha256 text not null,
    effective_from text not null,
    retired_on text,
    primary key (kind, code, version)
);
create table visits (
    id blob primary key,
    household_id blob not null references households (id),
    compound_id blob not null references compounds (id),
    grid_id blob,
    account_id blob not null references accounts (id),
    outcome text not null,
    channel text not null,
    content text not null,
    started_at_ms integer not null,
    ended_at_ms integer not null,
    received_at_ms integer not null
);
create index visits_of_household on visits (household_id, started_at_ms);
create index visits_of_compound on visits (compound_id, started_at_ms);
create table survey_responses (
    id blob primary key,
    visit_id blob not null,
    household_id blob not null references households (id),
    compound_id blob not null references compounds (id),
    account_id blob not null references accounts (id),
    questionnaire_code text not null,
    questionnaire_version integer not null,
    status text not null,
    content text not null,
    received_at_ms integer not null
);
create index survey_responses_of_household on survey_responses (household_id);
create index survey_responses_of_compound on survey_responses (compound_id);
create table needs (
    id blob primary key,
    visit_id blob,
    household_id blob references households (id),
    compound_id blob not null references compounds (id),
    account_id blob references accounts (id),
    code text not null,
    hazard boolean not null,
    place_text text not null,
    description text not null,
    photos text not null,
    status text not null,
    recorded_at_ms integer not null,
    received_at_ms integer not null
);
create index needs_of_compound on needs (compound_id, received_at_ms);
create index needs_of_household on needs (household_id);
-- Consent is evidence: events are only ever added (INV-03). The current state is computed from them.
create table consent_events (
    id blob primary key,
    household_id blob not null references households (id),
    compound_id blob not null references compounds (id),
    occupancy_seq integer not null,
    kind text not null,
    action text not null,
    refers_to blob,
    account_id blob,
    content text not null,
    recorded_at_ms integer not null,
    received_at_ms integer not null
);
create index consent_events_of_household on consent_events (household_id, received_at_ms);
create index consent_events_of_compound on consent_events (compound_id, received_at_ms);
-- The second person's word on a consent (INV-10): only ever added, like the events.
create table consent_confirmations (
    id blob primary key,
    consent_id blob not null references consent_events (id),
    household_id blob not null references households (id),
    method text not null,
    account_id blob,
    by_company boolean not null,
    note text not null,
    at_ms integer not null
);
create index consent_confirmations_of_household on consent_confirmations (household_id);
create trigger consent_events_stay_unchanged before update on consent_events
begin
    select raise(abort, 'rows of consent_events are only ever added');
end;
create trigger consent_events_stay before delete on consent_events
begin
    select raise(abort, 'rows of consent_events are only ever added');
end;
create trigger consent_confirmations_stay_unchanged before update on consent_confirmations
begin
    select raise(abort, 'rows of consent_confirmations are only ever added');
end;
create trigger consent_confirmations_stay before delete on consent_confirmations
begin
    select raise(abort, 'rows of consent_confirmations are only ever added');
end;
