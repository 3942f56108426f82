//! The pages behind a compound's code, through the whole router, on SQLite and on Postgres.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod ask;
mod home;
mod house;
mod page;
mod rate;

/// Runs a story on both databases.
macro_rules! story {
    ($name:ident) => {
        #[tokio::test]
        async fn $name() {
            stories::$name(&crate::house::House::on_sqlite().await).await;
            stories::$name(&crate::house::House::on_postgres().await).await;
        }
    };
}
pub(crate) use story;
