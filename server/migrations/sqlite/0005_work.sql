-- What people ask for and what becomes of it: requests, the tasks made of them with their events in order, and the ratings after.
create table requests (
    id blob primary key,
    no text not null unique,
    secret text not null,
    compound_id blob not null references compounds (id),
    household_id blob references households (id),
    icon text not null,
    hazard boolean not null,
    place_text text not null,
    description text not null,
    photos text not null,
    phone_sealed text,
    channel text not null,
    status text not null,
    rejected_reason text,
    reopen_count integer not null,
    created_at_ms integer not null
);
create index requests_of_compound on requests (compound_id, created_at_ms);
create table tasks (
    id blob primary key,
    kind text not null,
    need_id blob unique references needs (id),
    request_id blob unique references requests (id),
    compound_id blob not null references compounds (id),
    household_id blob references households (id),
    code text not null,
    priority text not null,
    responsible text not null,
    company_id blob references companies (id),
    assignee_id blob references accounts (id),
    place_text text not null,
    description text not null,
    photos text not null,
    status text not null,
    reopen_count integer not null,
    created_at_ms integer not null,
    changed_at_ms integer not null
);
create index tasks_of_compound on tasks (compound_id, status);
create index tasks_of_company on tasks (company_id, status);
-- Every attempt to move a task, also the refused ones: those stay as comments with their reason (model 2.12).
create table task_events (
    id blob primary key,
    task_id blob not null references tasks (id),
    action text not null,
    from_status text not null,
    to_status text,
    refused_reason text,
    account_id blob,
    actor text not null,
    note text not null,
    photos_before text not null,
    photos_after text not null,
    recorded_at_ms integer not null,
    received_at_ms integer not null
);
create index task_events_of_task on task_events (task_id, received_at_ms);
-- One counted rating per household, assignment and period (INV-11): the later one replaces, all versions stay.
create table ratings (
    id blob primary key,
    compound_id blob not null references compounds (id),
    assignment_id blob not null references service_assignments (id),
    household_id blob references households (id),
    occupancy_seq integer,
    period text not null,
    order_safety integer,
    cleanliness integer,
    repair integer,
    attitude integer,
    charging integer,
    overall integer not null,
    remark text not null,
    photos text not null,
    verification text not null,
    counted boolean not null,
    superseded_by blob,
    excluded_reason text,
    submitted_at_ms integer not null
);
create index ratings_of_assignment on ratings (assignment_id, period);
create index ratings_of_compound on ratings (compound_id, submitted_at_ms);
create unique index ratings_one_counted on ratings (household_id, assignment_id, period) where counted;
