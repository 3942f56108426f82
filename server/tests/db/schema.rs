//! The two finished schemas have the same tables and columns; evidence refuses to be changed.

use crate::support::world::{Bind, run};
use crate::support::{Base, World};
use server::db::Tx;
use server::seal::Seal;
use std::collections::BTreeSet;

async fn columns(base: Base) -> BTreeSet<(String, String)> {
    let (db, _folder) = base.open().await;
    let mut tx = db.read().await.unwrap();
    let rows: Vec<(String, String)> = match &mut tx {
        Tx::Sqlite(tx) => sqlx::query_as(
            "select m.name, c.name from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table' and m.name not like 'sqlite_%'",
        )
        .fetch_all(&mut **tx)
        .await
        .unwrap(),
        Tx::Postgres(tx) => sqlx::query_as(
            "select table_name::text, column_name::text from information_schema.columns where table_schema = 'public'",
        )
        .fetch_all(&mut **tx)
        .await
        .unwrap(),
    };
    rows.into_iter().filter(|(table, _)| table != "_sqlx_migrations").collect()
}

#[tokio::test]
async fn both_schemas_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (columns(Base::Sqlite).await, columns(Base::Postgres).await);
    assert!(sqlite.len() > 100, "the schema is there");
    assert_eq!(sqlite, postgres);
}

crate::on_both!(consent_rows_refuse_to_be_changed_or_deleted);

async fn consent_rows_refuse_to_be_changed_or_deleted(base: Base) {
    let (db, _folder) = base.open().await;
    let world = World::make(&db, &Seal::from_key([7; 32]), "x").await;
    let mut tx = db.write().await.unwrap();
    run(
        &mut tx,
        "insert into consent_events (id, household_id, compound_id, occupancy_seq, kind, action, content,
           recorded_at_ms, received_at_ms) values ($1, $1, $2, 1, 'fee_paid', 'refused', '{}', 1, 1)",
        &[Bind::Id(world.a.households[0].0), Bind::Id(world.a.compound.0)],
    )
    .await;
    tx.commit().await.unwrap();
    for sql in ["update consent_events set action = 'given'", "delete from consent_events"] {
        let mut tx = db.write().await.unwrap();
        let refused = match &mut tx {
            Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
            Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(|_| ()),
        };
        assert!(refused.unwrap_err().to_string().contains("only ever added"), "{sql}");
    }
}
