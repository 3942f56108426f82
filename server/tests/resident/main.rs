//! The pages behind a compound's code, through the whole router, on SQLite and (when there is one) on Postgres.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod ask;
mod home;
mod house;
mod page;
mod rate;

/// Runs a story on every database there is.
macro_rules! story {
    ($name:ident) => {
        #[tokio::test]
        async fn $name() {
            stories::$name(&crate::house::House::on_sqlite().await).await;
            if let Some(house) = crate::house::House::on_postgres().await {
                stories::$name(&house).await;
            }
        }
    };
}
pub(crate) use story;
