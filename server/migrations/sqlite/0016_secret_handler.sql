-- Who is named to handle what no list may show to others (content 7.2: SEC-05, NBR-02). Ended, never deleted.
create table secret_handlers (
    account_id blob not null references accounts (id),
    code text not null,
    from_ms integer not null,
    to_ms integer,
    primary key (account_id, code, from_ms)
);
