-- Homes that a grid worker declares as their own or a relative's: somebody else captures there (INV-28). Ended, never deleted.
create table own_households (
    account_id blob not null references accounts (id),
    household_id blob not null references households (id),
    relation text not null,
    from_ms integer not null,
    to_ms integer,
    primary key (account_id, household_id, from_ms)
);
create index own_households_of_household on own_households (household_id);
