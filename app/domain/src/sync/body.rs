//! The body of a record by its kind, checked the same way on the phone and on the server.
