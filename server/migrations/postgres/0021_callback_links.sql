-- Call-backs that confirmed nothing stand on their household's chain, too. One row once those of before have their links.
create table evidence_callback_start (
    id integer primary key check (id = 1),
    at_ms bigint not null,
    linked bigint not null
);
create trigger evidence_callback_start_stay before update or delete or truncate on evidence_callback_start
    for each statement execute function refuse_change();
