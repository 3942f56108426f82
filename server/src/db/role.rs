//! The role that the program runs as on Postgres: it may do everything with the data but change what is evidence. The owner of the
//! tables only brings the schema up to date.

use super::{Db, DbResult};
use sqlx::AssertSqlSafe;

/// Tables whose rows the role may add and read, nothing else.
pub const ADD_ONLY: [&str; 8] = [
    "consent_events",
    "consent_confirmations",
    "consent_callbacks",
    "evidence_links",
    "evidence_digests",
    "evidence_start",
    "evidence_callback_start",
    "audit_events",
];

/// Tables whose rows the role may never delete.
const KEEP: [&str; 3] = ["records", "record_clashes", "evidence_keys"];

/// Whether a text can be a role's name without quoting.
pub fn is_role_name(name: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c == '_';
    (1..=63).contains(&name.len())
        && name.starts_with(letters)
        && name.chars().all(|c| letters(c) || c.is_ascii_digit())
}

/// Makes the role when it is not there, and gives it exactly its rights. Needs the owner's connection.
///
/// # Errors
/// [`sqlx::Error::Configuration`] on SQLite, which has no roles, and for a name that is none.
pub async fn grant_app_role(db: &Db, name: &str) -> DbResult<()> {
    let Db::Postgres(pool) = db else {
        return Err(sqlx::Error::Configuration("SQLite has no roles: protect the file instead".into()));
    };
    if !is_role_name(name) {
        return Err(sqlx::Error::Configuration("a role's name is lower-case letters, digits and _".into()));
    }
    let mut tx = pool.begin().await?;
    let known: Option<(String,)> = sqlx::query_as("select rolname::text from pg_roles where rolname = $1")
        .bind(name)
        .fetch_optional(&mut *tx)
        .await?;
    let (database,): (String,) = sqlx::query_as("select current_database()::text").fetch_one(&mut *tx).await?;
    let database = database.replace('"', "\"\"");
    let mut steps = vec![];
    if known.is_none() {
        steps.push(format!("create role {name} login"));
    }
    steps.push(format!("grant connect on database \"{database}\" to {name}"));
    steps.push(format!("grant usage on schema public to {name}"));
    steps.push(format!("grant select, insert, update, delete on all tables in schema public to {name}"));
    steps.push(format!("grant usage, select on all sequences in schema public to {name}"));
    steps.push(format!("revoke insert, update, delete on _sqlx_migrations from {name}"));
    steps.extend(ADD_ONLY.map(|table| format!("revoke update, delete, truncate on {table} from {name}")));
    steps.extend(KEEP.map(|table| format!("revoke delete, truncate on {table} from {name}")));
    for step in steps {
        sqlx::query(AssertSqlSafe(step)).execute(&mut *tx).await?;
    }
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_name_is_a_role() {
        for (name, plain) in
            [("doorstep_app", true), ("a1", true), ("1a", false), ("", false), ("a\"; drop", false), ("A", false)]
        {
            assert_eq!(is_role_name(name), plain, "{name}");
        }
    }
}
