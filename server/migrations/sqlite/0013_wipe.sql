-- Orders to take everything off a phone. The phone hears of it at its next contact, sends first, then lets go of doors, proven
-- records, logins and keys, and says so; what it could not send, and drafts, lie there closed.
create table wipes (
    id blob primary key,
    device_id blob not null references devices (id),
    ordered_by blob not null references accounts (id),
    ordered_at_ms integer not null,
    done_at_ms integer,
    unsent_count integer
);

create index wipes_of_device on wipes (device_id, ordered_at_ms);
