//! Many rows with one statement. Lengths are powers of two, so that a connection meets few texts and keeps them prepared.

use super::{DbResult, Tx, on};
use sqlx::{AssertSqlSafe, Encode, FromRow, Postgres, Sqlite, Type};
use std::fmt::Write as _;

/// Rows in one statement at most.
const MOST: usize = 128;

/// `$from, $from+1, …`
pub(super) fn places(from: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 7);
    write_places(&mut text, from, count);
    text
}

fn write_places(text: &mut String, from: usize, count: usize) {
    for n in from..from + count {
        let comma = if n == from { "" } else { ", " };
        // Writing into a text does not fail.
        let _ = write!(text, "{comma}${n}");
    }
}

/// Rows of a query with `in ($ids)`, for any number of ids.
pub(super) async fn rows_in<T, I>(tx: &mut Tx, sql: &str, ids: &[I]) -> DbResult<Vec<T>>
where
    I: Clone + Send + Sync + for<'q> Encode<'q, Sqlite> + for<'q> Encode<'q, Postgres> + Type<Sqlite> + Type<Postgres>,
    T: for<'r> FromRow<'r, sqlx::sqlite::SqliteRow> + for<'r> FromRow<'r, sqlx::postgres::PgRow> + Send + Unpin,
{
    let mut all = Vec::new();
    for some in ids.chunks(MOST) {
        let length = some.len().next_power_of_two();
        let sql = AssertSqlSafe(sql.replace("$ids", &places(1, length)));
        // Naming an id twice changes nothing.
        let padded = some.iter().chain(std::iter::repeat(&some[0])).take(length);
        all.extend(on!(tx, c => {
            let mut query = sqlx::query_as(sql);
            for id in padded {
                query = query.bind(id.clone());
            }
            query.fetch_all(c).await?
        }));
    }
    Ok(all)
}

/// Portions of rows for one statement each: 13 rows are 8, 4 and 1.
pub(super) fn portions<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut left = rows;
    std::iter::from_fn(move || {
        let length = left.len().min(MOST).checked_ilog2().map(|power| 1 << power)?;
        let (now, later) = left.split_at(length);
        left = later;
        Some(now)
    })
}

/// `($1, $2), ($3, $4), …`
pub(super) fn values(rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 7);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        write_places(&mut text, row * columns + 1, columns);
        text.push(')');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_are_powers_of_two_and_leave_nothing_out() {
        for count in 0..300 {
            let rows: Vec<usize> = (0..count).collect();
            let parts: Vec<&[usize]> = portions(&rows).collect();
            assert_eq!(parts.concat(), rows);
            assert!(parts.iter().all(|part| part.len().is_power_of_two() && part.len() <= MOST), "{count}");
        }
        assert_eq!(values(2, 3), "($1, $2, $3), ($4, $5, $6)");
    }
}
