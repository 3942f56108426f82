-- Who is named to handle what no list may show to others (content 7.2: SEC-05, NBR-02). Ended, never deleted.
create table secret_handlers (
    account_id uuid not null references accounts (id),
    code text not null,
    from_ms bigint not null,
    to_ms bigint,
    primary key (account_id, code, from_ms)
);
