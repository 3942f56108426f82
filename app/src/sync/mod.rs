//! Sync on the phone: the outbox keeps, a round sends and fetches, the driver says when, the transport says how. What is decided
//! is decided in `domain::sync`; everything here is generic over the store and the transport, so that tests stand in for both.

pub mod outbox;
