-- The server's keys for envelopes: phones close unsent records with the public half. No private half is ever deleted: an envelope may
-- come years later.
create table opening_keys (
    no bigint primary key,
    private_sealed text not null,
    public_key text not null,
    from_ms bigint not null,
    to_ms bigint
);
