//! Every column of every table that evidence rests on, as the schema of today has them: whoever changes a value in one behind the
//! program's back is found out. A column that is added later is asked about, too.

use crate::evidence::{checked, phone, whole_consent};
use crate::support::{Base, TestApp};
use server::evidence::verify::NOT_EVIDENCE;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, SqliteConnection};

/// Tables, the rows that belong to the consent of this test, and what they hold.
const TABLES: [(&str, &str); 6] = [
    ("consent_events", "true"),
    ("consent_confirmations", "true"),
    ("evidence_links", "true"),
    ("evidence_keys", "true"),
    ("records", "id in (select id from consent_events)"),
    ("record_blobs", "record_id in (select id from consent_events)"),
];

/// The same file, by somebody who does not care what refers to what.
async fn behind_its_back(app: &TestApp) -> SqliteConnection {
    let file = crate::evidence::all_text(app, "select file from pragma_database_list where name = 'main'").await;
    SqliteConnectOptions::new().filename(file).foreign_keys(false).connect().await.unwrap()
}

async fn execute(to: &mut SqliteConnection, sql: String) {
    sqlx::query(AssertSqlSafe(sql.clone())).execute(to).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
}

async fn columns(of: &mut SqliteConnection, table: &str) -> Vec<(String, String)> {
    let sql = format!("select name, lower(type) from pragma_table_info('{table}')");
    sqlx::query_as(AssertSqlSafe(sql)).fetch_all(of).await.unwrap()
}

/// Other values for a column: something else, and what a careless reader takes for the same.
fn others(kind: &str, column: &str) -> Vec<String> {
    match kind {
        "integer" => vec![format!("coalesce({column}, 0) + 1000")],
        "boolean" => vec![format!("1 - {column}")],
        "text" => ["|| 'x'", "|| ' '", "|| char(10)"]
            .map(|more| format!("coalesce({column}, '') {more}"))
            .into_iter()
            .chain([format!(
                "case when upper({column}) <> {column} then upper({column}) else lower(coalesce({column}, '')) || 'x' end"
            )])
            .collect(),
        "blob" => vec!["randomblob(16)".to_owned()],
        kind => panic!("{column} is {kind}"),
    }
}

#[tokio::test]
async fn a_change_in_any_column_is_found() {
    let app = TestApp::new(Base::Sqlite).await;
    let phone = phone(&app, 1).await;
    whole_consent(&app, &phone, app.world.a.households[0]).await;
    crate::evidence::upload(&app, &phone).await;
    assert_eq!(checked(&app).await.faults().count(), 0);
    let mut tx = app.state.db.write().await.unwrap();
    crate::tampering::disarm(&mut tx).await;
    tx.commit().await.unwrap();
    let mut thief = behind_its_back(&app).await;
    let mut unfound = Vec::new();
    for (table, which) in TABLES {
        execute(&mut thief, format!("create table kept as select rowid as kept_row, * from {table} where {which}"))
            .await;
        for (column, kind) in columns(&mut thief, table).await {
            for other in others(&kind, &column) {
                let row = "rowid = (select min(kept_row) from kept)";
                execute(&mut thief, format!("update {table} set {column} = {other} where {row}")).await;
                if checked(&app).await.faults().count() == 0 {
                    unfound.push(format!("{table}.{column} = {other}"));
                }
                let back = format!("(select {column} from kept order by kept_row limit 1)");
                execute(&mut thief, format!("update {table} set {column} = {back} where {row}")).await;
                assert_eq!(checked(&app).await.faults().count(), 0, "{table}.{column} is as it was");
            }
        }
        execute(&mut thief, "drop table kept".to_owned()).await;
    }
    let is_named = |change: &String| NOT_EVIDENCE.iter().any(|column| change.starts_with(&format!("{column} ")));
    unfound.retain(|change| !is_named(change));
    assert_eq!(unfound, Vec::<String>::new());
}
