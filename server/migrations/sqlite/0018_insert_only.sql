-- When the chains began, what was written down of everybody's doings, and call-backs: added, never changed, taken away or replaced.
create trigger evidence_start_stays_unchanged before update on evidence_start
begin
    select raise(abort, 'rows of evidence_start are only ever added');
end;
create trigger evidence_start_stays before delete on evidence_start
begin
    select raise(abort, 'rows of evidence_start are only ever added');
end;
create trigger evidence_start_is_not_replaced before insert on evidence_start
when exists (select 1 from evidence_start)
begin
    select raise(abort, 'rows of evidence_start are only ever added');
end;
create trigger audit_events_stay_unchanged before update on audit_events
begin
    select raise(abort, 'rows of audit_events are only ever added');
end;
create trigger audit_events_stay before delete on audit_events
begin
    select raise(abort, 'rows of audit_events are only ever added');
end;
create trigger audit_events_are_not_replaced before insert on audit_events
when exists (select 1 from audit_events a where a.id = new.id)
begin
    select raise(abort, 'rows of audit_events are only ever added');
end;
create trigger consent_callbacks_are_not_replaced before insert on consent_callbacks
when exists (select 1 from consent_callbacks c where c.id = new.id)
begin
    select raise(abort, 'rows of consent_callbacks are only ever added');
end;
