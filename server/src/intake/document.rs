//! The documents that come with the program: published once, then as immutable as any other version.

use crate::db::{self, Db, change::Changed};
use domain::questionnaire::Questionnaire;

/// Publishes the shipped questionnaire. Phones hear of it the first time.
pub async fn publish_shipped(db: &Db) -> anyhow::Result<()> {
    let questionnaire = Questionnaire::hq_01();
    let (code, version) = (questionnaire.code.clone(), i64::from(questionnaire.version));
    let content = serde_json::to_value(&questionnaire)?;
    let mut tx = db.write().await?;
    if db::document::publish_document(&mut tx, "questionnaire", &code, version, &content, "2022-01-01").await? {
        let id = format!("questionnaire/{code}/{version}");
        let changed = Changed { kind: "document", id, compound: None, grid: None, company: None };
        db::change::note_changes(&mut tx, &[changed]).await?;
    }
    tx.commit().await?;
    Ok(())
}
