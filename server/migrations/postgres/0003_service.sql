-- Who serves a compound, since when, free until when, at what price. Stages move by evidence rows only.
create table service_assignments (
    id uuid primary key,
    compound_id uuid not null references compounds (id),
    company_id uuid not null references companies (id),
    kind text not null,
    from_on text not null,
    to_on text
);
create index service_assignments_of_company on service_assignments (company_id);
-- At most one open assignment for a compound (INV-02).
create unique index service_assignments_one_open on service_assignments (compound_id) where to_on is null;
create table trials (
    id uuid primary key,
    assignment_id uuid not null unique references service_assignments (id),
    status text not null,
    rule text not null,
    start_on text not null,
    last_free_on text not null
);
create table fee_standards (
    id uuid primary key,
    compound_id uuid not null references compounds (id),
    rate_mill bigint not null,
    status text not null,
    published_on text,
    effective_from text not null
);
create index fee_standards_of_compound on fee_standards (compound_id);
create table stage_events (
    id uuid primary key,
    compound_id uuid not null references compounds (id),
    stage text not null,
    on_day text not null,
    evidence text not null,
    recorded_at_ms bigint not null,
    recorded_by uuid
);
create index stage_events_of_compound on stage_events (compound_id, on_day);
-- Numbers that a pilot report or a guess gave: versions with the day from which they hold.
create table config_versions (
    effective_from text primary key,
    content jsonb not null,
    activated_by uuid,
    activated_at_ms bigint not null
);
