//! Applying a file: all of it or nothing, and twice is once.

use super::apply::ApplyError;
use super::job::{Importer, Looked, context, look};
use crate::clock::Clock;
use crate::db::{Db, roster as db};
use crate::seal::Seal;
use std::sync::Arc;
use tempfile::TempDir;

const TABLE: &str = "街道,社区代码,社区,小区,网格,楼号,单元,楼层,房号,面积,户主,电话\n\
东街,140403001001,甲社区,向阳小区,第1网格,3号楼,2,,501,68.47,张三,13800000001\n\
东街,140403001001,甲社区,向阳小区,01,3,2,5,502,70,李四,13800000002\n\
东街,140403001001,甲社区,向阳小区,1,三号楼,2,,\"503,504\",70,王五,\n\
东街,140403001001,甲社区,向阳小区,1,平房,,,7,45,,12345\n\
西街,140403002001,乙社区,向阳小区,,1,1,,101,50,赵六,\n";

struct Trial {
    importer: Importer,
    folder: TempDir,
}

async fn trial() -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite://{}", folder.path().join("t.db").display())).await.unwrap();
    db.migrate().await.unwrap();
    let importer =
        Importer { db, seal: Arc::new(Seal::from_key([7; 32])), clock: Clock::standing_at(1_790_000_000_000) };
    Trial { importer, folder }
}

impl Trial {
    async fn look(&self, table: &str) -> Looked {
        let path = self.folder.path().join("roster.csv");
        std::fs::write(&path, table).unwrap();
        look(path, context(&self.importer.db, None).await.unwrap(), |_, _| {}).await.unwrap()
    }

    async fn import(&self, table: &str) -> Result<super::apply::Applied, ApplyError> {
        let looked = self.look(table).await;
        let id = self.importer.note_preview(&looked, "roster.csv", None).await.unwrap();
        self.importer.apply(id, &looked, &mut |_, _| {}).await
    }

    async fn doors(&self) -> Vec<String> {
        let mut tx = self.importer.db.read().await.unwrap();
        let places = db::known_places(&mut tx).await.unwrap();
        let mut doors = Vec::new();
        for (id, _, name, community) in &places.compounds {
            for door in db::households_of(&mut tx, (*id).into()).await.unwrap() {
                let name_of = |sealed: String| self.importer.seal.open_text(&sealed).unwrap();
                let person = door.name_sealed.map(name_of).unwrap_or_default();
                doors.push(format!("{community} {name} {} {person} {:?}", door.door_no, door.area_c));
            }
        }
        doors.sort();
        doors
    }
}

const DOORS: [&str; 4] = [
    "140403001001 向阳小区 501 张三 Some(6847)",
    "140403001001 向阳小区 502 李四 Some(7000)",
    "140403001001 向阳小区 7  Some(4500)",
    "140403002001 向阳小区 101 赵六 Some(5000)",
];

#[tokio::test]
async fn what_is_beyond_doubt_is_in_the_register_and_the_rest_waits() {
    let trial = trial().await;
    let applied = trial.import(TABLE).await.unwrap();
    assert_eq!((applied.new_households, applied.new_compounds, applied.review_items), (4, 2, 2));
    assert_eq!(trial.doors().await, DOORS);
    let mut tx = trial.importer.db.read().await.unwrap();
    let places = db::known_places(&mut tx).await.unwrap();
    assert_eq!(places.grids.iter().map(|grid| grid.1.as_str()).collect::<Vec<_>>(), ["140403001001001"]);
    assert_eq!((places.buildings.len(), places.units.len()), (3, 3));
    assert_eq!(places.divisions.iter().filter(|division| division.2 == "street").count(), 16);
}

#[tokio::test]
async fn applying_the_same_file_again_changes_nothing() {
    let trial = trial().await;
    trial.import(TABLE).await.unwrap();
    let again = trial.import(TABLE).await.unwrap();
    assert_eq!((again.new_households, again.unchanged, again.differing, again.review_items), (0, 4, 0, 0));
    assert_eq!(trial.doors().await, DOORS);
}

#[tokio::test]
async fn what_the_register_says_otherwise_is_never_overwritten() {
    let trial = trial().await;
    trial.import(TABLE).await.unwrap();
    let changed = TABLE.replace("68.47,张三", "69,张三丰").replace("3号楼,2,,501", "叁栋,二单元,五层,五零一");
    let applied = trial.import(&changed).await.unwrap();
    assert_eq!((applied.new_households, applied.unchanged, applied.differing, applied.review_items), (0, 3, 1, 1));
    assert_eq!(trial.doors().await, DOORS);
}

#[tokio::test]
async fn a_file_with_one_error_is_not_applied_at_all() {
    let trial = trial().await;
    let broken = format!("{TABLE}北街,140403001001,甲社区,向阳小区,,1,1,,101,50,赵六,\n");
    assert!(matches!(trial.import(&broken).await, Err(ApplyError::NotApplicable)));
    assert_eq!(trial.doors().await, [""; 0]);
}

#[tokio::test]
async fn an_import_is_applied_once() {
    let trial = trial().await;
    let looked = trial.look(TABLE).await;
    let id = trial.importer.note_preview(&looked, "roster.csv", None).await.unwrap();
    trial.importer.apply(id, &looked, &mut |_, _| {}).await.unwrap();
    assert!(trial.importer.apply(id, &looked, &mut |_, _| {}).await.is_err());
    let mut tx = trial.importer.db.read().await.unwrap();
    let imports = db::list_imports(&mut tx, None, 10).await.unwrap();
    assert_eq!(imports.iter().map(|import| import.status.as_str()).collect::<Vec<_>>(), ["applied"]);
    assert_eq!(db::import_by_id(&mut tx, id).await.unwrap().unwrap().counts.0["applied"]["new_households"], 4);
}
