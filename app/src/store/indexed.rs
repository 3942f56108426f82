//! The store in the browser: IndexedDB, one object store a table.
