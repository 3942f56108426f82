//! When the database is out of reach, full or closed for writing: nothing is wrong with what was asked, only with the moment.

use sqlx::Error;

/// Whether the same statement may pass later, without anybody changing it.
pub fn is_outage(error: &Error) -> bool {
    match error {
        Error::Io(_)
        | Error::Tls(_)
        | Error::PoolTimedOut
        | Error::PoolClosed
        | Error::WorkerCrashed
        | Error::BeginFailed
        | Error::InvalidSavePointStatement => true,
        Error::Database(refused) => refused.code().is_some_and(|code| is_outage_code(&code)),
        _ => false,
    }
}

/// Postgres has five characters, SQLite a decimal number whose low byte is the kind.
fn is_outage_code(code: &str) -> bool {
    if code.len() == 5 {
        // Connection, rollback to be tried again, resources (the disk is full), somebody else's lock, shutdown, the system's own I/O;
        // 25006: a server that only reads at the moment.
        return ["08", "40", "53", "55P03", "57P", "58", "25006"].iter().any(|class| code.starts_with(class));
    }
    // Busy, locked, out of memory, read-only, I/O, full, cannot open, protocol of locks.
    code.parse::<u32>().is_ok_and(|code| [5, 6, 7, 8, 10, 13, 14, 15].contains(&(code & 0xff)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_and_a_lost_connection_are_outages_and_a_wrong_row_is_none() {
        for code in
            ["57P01", "57P03", "08006", "53100", "40P01", "58030", "25006", "5", "13", "778", "1032", "14", "517"]
        {
            assert!(is_outage_code(code), "{code}");
        }
        for code in ["23505", "22P05", "42501", "42P01", "2067", "1555", "1", "11", "26"] {
            assert!(!is_outage_code(code), "{code}");
        }
    }
}
