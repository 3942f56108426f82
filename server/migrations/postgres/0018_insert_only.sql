-- When the chains began, and what was written down of everybody's doings: added, never changed or taken away.
create trigger evidence_start_stay before update or delete or truncate on evidence_start
    for each statement execute function refuse_change();
create trigger audit_events_stay before update or delete or truncate on audit_events
    for each statement execute function refuse_change();
