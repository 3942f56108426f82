-- What people ask for and what becomes of it: requests, the tasks made of them with their events in order, and the ratings after.
create table requests (
    id uuid primary key,
    no text not null unique,
    secret text not null,
    compound_id uuid not null references compounds (id),
    household_id uuid references households (id),
    icon text not null,
    hazard boolean not null,
    place_text text not null,
    description text not null,
    photos jsonb not null,
    phone_sealed text,
    channel text not null,
    status text not null,
    rejected_reason text,
    reopen_count bigint not null,
    created_at_ms bigint not null
);
create index requests_of_compound on requests (compound_id, created_at_ms);
create table tasks (
    id uuid primary key,
    kind text not null,
    need_id uuid unique references needs (id),
    request_id uuid unique references requests (id),
    compound_id uuid not null references compounds (id),
    household_id uuid references households (id),
    code text not null,
    priority text not null,
    responsible text not null,
    company_id uuid references companies (id),
    assignee_id uuid references accounts (id),
    place_text text not null,
    description text not null,
    photos jsonb not null,
    status text not null,
    reopen_count bigint not null,
    created_at_ms bigint not null,
    changed_at_ms bigint not null
);
create index tasks_of_compound on tasks (compound_id, status);
create index tasks_of_company on tasks (company_id, status);
-- Every attempt to move a task, also the refused ones: those stay as comments with their reason (model 2.12).
create table task_events (
    id uuid primary key,
    task_id uuid not null references tasks (id),
    action text not null,
    from_status text not null,
    to_status text,
    refused_reason text,
    account_id uuid,
    actor text not null,
    note text not null,
    photos_before jsonb not null,
    photos_after jsonb not null,
    recorded_at_ms bigint not null,
    received_at_ms bigint not null
);
create index task_events_of_task on task_events (task_id, received_at_ms);
-- One counted rating per household, assignment and period (INV-11): the later one replaces, all versions stay.
create table ratings (
    id uuid primary key,
    compound_id uuid not null references compounds (id),
    assignment_id uuid not null references service_assignments (id),
    household_id uuid references households (id),
    occupancy_seq bigint,
    period text not null,
    order_safety bigint,
    cleanliness bigint,
    repair bigint,
    attitude bigint,
    charging bigint,
    overall bigint not null,
    remark text not null,
    photos jsonb not null,
    verification text not null,
    counted boolean not null,
    superseded_by uuid,
    excluded_reason text,
    submitted_at_ms bigint not null
);
create index ratings_of_assignment on ratings (assignment_id, period);
create index ratings_of_compound on ratings (compound_id, submitted_at_ms);
create unique index ratings_one_counted on ratings (household_id, assignment_id, period) where counted;
