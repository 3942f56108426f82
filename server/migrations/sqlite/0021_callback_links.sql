-- Call-backs that confirmed nothing stand on their household's chain, too. One row once those of before have their links.
create table evidence_callback_start (
    id integer primary key check (id = 1),
    at_ms integer not null,
    linked integer not null
);
create trigger evidence_callback_start_stays_unchanged before update on evidence_callback_start
begin
    select raise(abort, 'rows of evidence_callback_start are only ever added');
end;
create trigger evidence_callback_start_stays before delete on evidence_callback_start
begin
    select raise(abort, 'rows of evidence_callback_start are only ever added');
end;
create trigger evidence_callback_start_is_not_replaced before insert on evidence_callback_start
when exists (select 1 from evidence_callback_start)
begin
    select raise(abort, 'rows of evidence_callback_start are only ever added');
end;
