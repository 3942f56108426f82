//! A messy file on both databases: what is beyond doubt is in the register, the rest waits, and twice is once.

use crate::support::base::Base;
use domain::id::{AccountId, ImportId};
use server::clock::Clock;
use server::db::change::Changed;
use server::db::roster as db;
use server::db::roster::{Import, ImportStatus, NewPlaces, NewReviewItem};
use server::db::select::Page;
use server::roster::apply::{Applied, ApplyError};
use server::roster::job::{Importer, context, look};
use server::seal::Seal;
use std::sync::Arc;
use tempfile::TempDir;

const TABLE: &str = "街道,社区代码,社区,小区,网格,楼号,单元,楼层,房号,面积,户主,电话\n\
东街,140403001001,甲社区,向阳小区,第1网格,3号楼,2,,501,68.47,张三,13800000001\n\
东街,140403001001,甲社区,向阳小区,01,３＃,2,5,502,70,李四,13800000002\n\
东街,140403001001,甲社区,向阳小区,1,三号楼,2,,\"503,504\",70,王五,\n\
东街,140403001001,甲社区,向阳小区,1,平房,,,7,45,,12345\n\
西街,,乙社区,向阳小区,,1,1,,101,50,赵六,\n";

struct Office {
    importer: Importer,
    folder: TempDir,
}

async fn office(base: Base) -> Office {
    let (db, folder) = base.open().await;
    let clock = Clock::standing_at(1_790_000_000_000);
    Office { importer: Importer { db, seal: Arc::new(Seal::from_key([7; 32])), clock }, folder }
}

impl Office {
    async fn import(&self, table: &str) -> Result<Applied, ApplyError> {
        let path = self.folder.path().join("roster.csv");
        std::fs::write(&path, table).unwrap();
        let looked = look(path, context(&self.importer.db, None).await.unwrap(), |_, _| {}).await.unwrap();
        let id = self.importer.note_preview(&looked, "roster.csv", None).await.unwrap();
        self.importer.apply(id, &looked, &mut |_, _| {}).await
    }

    async fn doors(&self) -> Vec<String> {
        let mut tx = self.importer.db.read().await.unwrap();
        let places = db::known_places(&mut tx).await.unwrap();
        let mut doors = Vec::new();
        for (id, _, _, community) in &places.compounds {
            for door in db::households_of(&mut tx, (*id).into()).await.unwrap() {
                let said = db::registered(&mut tx, door.id.into()).await.unwrap().unwrap();
                assert_eq!(
                    (said.area_c, &said.name_sealed),
                    (door.area_c, &door.name_sealed),
                    "both look at one person"
                );
                let name =
                    door.name_sealed.and_then(|sealed| self.importer.seal.open_text(&sealed)).unwrap_or_default();
                doors.push(format!("{community} {} {name} {:?}", door.door_no, door.area_c));
            }
        }
        doors.sort();
        doors
    }
}

async fn a_file_goes_in_once(base: Base) {
    let office = office(base).await;
    let first = office.import(TABLE).await.unwrap();
    assert_eq!((first.new_households, first.new_compounds, first.review_items), (4, 2, 2));
    let doors = office.doors().await;
    assert_eq!(
        doors,
        [
            "140403001001 501 张三 Some(6847)",
            "140403001001 502 李四 Some(7000)",
            "140403001001 7  Some(4500)",
            "140403002900 101 赵六 Some(5000)",
        ]
    );
    let again = office.import(TABLE).await.unwrap();
    assert_eq!((again.new_households, again.unchanged, again.differing, again.review_items), (0, 4, 0, 0));
    let differing = office.import(&TABLE.replace("68.47,张三", "69,张三丰")).await.unwrap();
    assert_eq!((differing.new_households, differing.differing, differing.review_items), (0, 1, 1));
    assert_eq!(office.doors().await, doors);
}

const HEAD: &str = "街道,社区代码,社区,小区,小区代码,楼号,单元,房号,面积,户主,电话,居住情况,入住日期\n";

/// Files one after the other; after each: new households, unchanged, differing, new compounds, new review items; none where nothing may
/// be applied.
type Story = &'static [(&'static str, Option<[u64; 5]>)];

const STORIES: &[(&str, Story)] = &[
    (
        "a compound without its code, then with it, in one file and by a later one",
        &[
            (
                "东街,140403001001,甲社区,丁院,,4,1,501,50,张三,,,\n东街,140403001001,甲社区,丁院,140403001001777,4,1,501,50,张三,,,\n",
                Some([1, 0, 0, 1, 0]),
            ),
            ("东街,140403001001,甲社区,丁院,,4,1,501,50,张三,,,\n", Some([0, 1, 0, 0, 0])),
            ("东街,140403001001,甲社区,丁院,140403001001777,4,1,502,50,李四,,,\n", Some([1, 0, 0, 0, 0])),
            ("东街,140403001001,甲社区,丁院,140403001001778,4,1,503,50,王五,,,\n", Some([0, 0, 0, 0, 1])),
            ("西街,140403002001,乙社区,别处,140403001001777,4,1,503,50,王五,,,\n", Some([0, 0, 0, 0, 1])),
        ],
    ),
    (
        "a later file says the code of a compound that had none",
        &[
            ("东街,140403001001,甲社区,丁院,,4,1,501,50,张三,,,\n", Some([1, 0, 0, 1, 0])),
            ("东街,140403001001,甲社区,丁院,140403001001777,4,1,501,50,张三,,,\n", Some([0, 1, 0, 0, 0])),
            ("东街,140403001001,甲社区,戊院,140403001001777,4,1,501,50,张三,,,\n", Some([0, 0, 0, 0, 1])),
        ],
    ),
    (
        "a community's code and name belong together",
        &[
            ("东街,140403001001,甲社区,丁院,,4,1,501,50,张三,,,\n", Some([1, 0, 0, 1, 0])),
            ("东街,140403001001,丙社区,丁院,,4,1,501,50,张三,,,\n", None),
            ("东街,140403001002,甲社区,丁院,,4,1,501,50,张三,,,\n", None),
            ("东街,140403001001,,丁院,,4,1,501,50,张三,,,\n", Some([0, 1, 0, 0, 0])),
        ],
    ),
    (
        "a door without its unit where the building has units",
        &[
            (
                "东街,140403001001,甲社区,丁院,,3,1,501,50,张三,,,\n东街,140403001001,甲社区,丁院,,3,2,501,50,李四,,,\n东街,140403001001,甲社区,丁院,,3,,501,50,张三,,,\n",
                Some([2, 0, 0, 1, 1]),
            ),
            ("东街,140403001001,甲社区,丁院,,3,,502,50,王五,,,\n", Some([0, 0, 0, 0, 1])),
            ("东街,140403001001,甲社区,丁院,,3,无,102,50,王五,,,\n", Some([1, 0, 0, 0, 0])),
            ("东街,140403001001,甲社区,丁院,,3,1,102,50,王五,,,\n", Some([0, 0, 0, 0, 1])),
            ("东街,140403001001,甲社区,丁院,,3,1,103,50,王五,,,\n", Some([1, 0, 0, 0, 0])),
        ],
    ),
    (
        "two phones of one door wait, both of them",
        &[(
            "东街,140403001001,甲社区,丁院,,5,1,501,50,张三,13800000001,,\n东街,140403001001,甲社区,丁院,,5,1,501,50,张三,13900000002,,\n",
            Some([0, 0, 0, 1, 2]),
        )],
    ),
    (
        "who lives there, and since when, is compared",
        &[
            ("东街,140403001001,甲社区,丁院,,5,1,501,50,张三,,自住,2020-01-01\n", Some([1, 0, 0, 1, 0])),
            ("东街,140403001001,甲社区,丁院,,5,1,501,50,张三,,自住,2020-01-01\n", Some([0, 1, 0, 0, 0])),
            ("东街,140403001001,甲社区,丁院,,5,1,501,50,张三,,出租,2020-01-01\n", Some([0, 0, 1, 0, 1])),
            ("东街,140403001001,甲社区,丁院,,5,1,501,50,张三,,,2021-01-01\n", Some([0, 0, 1, 0, 1])),
            ("东街,140403001001,甲社区,丁院,,5,1,501,50,张三,,,\n", Some([0, 1, 0, 0, 0])),
        ],
    ),
];

async fn no_file_doubles_or_hides_what_the_register_has(base: Base) {
    for (title, story) in STORIES {
        let office = office(base).await;
        for (rows, expected) in *story {
            let applied = office.import(&format!("{HEAD}{rows}")).await;
            let counted = match applied {
                Ok(done) => {
                    let [new, unchanged, differing, compounds] =
                        [done.new_households, done.unchanged, done.differing, done.new_compounds].map(u64::from);
                    Some([new, unchanged, differing, compounds, done.review_items])
                }
                Err(ApplyError::NotApplicable) => None,
                Err(error) => panic!("{title}: {error}"),
            };
            assert_eq!(counted, *expected, "{title}: {rows}");
        }
        let mut tx = office.importer.db.read().await.unwrap();
        let places = db::known_places(&mut tx).await.unwrap();
        assert_eq!(places.compounds.len(), 1, "{title}");
    }
}

async fn what_waits_belongs_to_a_compound_and_keeps_no_column_that_nobody_reads(base: Base) {
    let office = office(base).await;
    let table = "街道,社区代码,小区,楼号,单元,房号,户主,身份证号,低保\n东街,140403001001,测试院,1,1,\"102,103\",李四,11010519491231002X,是\n";
    let done = office.import(table).await.unwrap();
    assert_eq!((done.new_households, done.new_compounds, done.review_items), (0, 1, 1));
    let mut tx = office.importer.db.read().await.unwrap();
    let all = server::db::review_list::ReviewFilter::default();
    let page = server::db::select::Page::ALL;
    let scopes = [domain::org::Scope::District];
    let lines = server::db::review_list::list_reviews(&mut tx, &scopes, &all, page).await.unwrap();
    assert!(lines[0].compound_id.is_some(), "else no clerk sees it");
    let content: serde_json::Value = serde_json::from_str(&lines[0].content).unwrap();
    let said = office.importer.seal.open_text(content["cells_sealed"].as_str().unwrap()).unwrap();
    assert_eq!(
        said,
        r#"[["street","东街"],["community_code","140403001001"],["compound","测试院"],["building","1"],["unit","1"],["door","102,103"],["name","李四"]]"#
    );
}

async fn a_file_with_an_error_leaves_nothing_behind(base: Base) {
    let office = office(base).await;
    let broken = format!("{TABLE}北街,140403001001,甲社区,向阳小区,,1,1,,101,50,赵六,\n");
    assert!(matches!(office.import(&broken).await, Err(ApplyError::NotApplicable)));
    assert!(office.doors().await.is_empty());
}

async fn an_import_is_decided_once(base: Base) {
    let office = office(base).await;
    let (id, nobody) = (ImportId::new(1, [1; 10]), AccountId::new(1, [9; 10]));
    let mut tx = office.importer.db.write().await.unwrap();
    let new = Import {
        id: id.0,
        file_name: "a.csv".into(),
        file_sha256: "0".repeat(64),
        account_id: None,
        status: ImportStatus::Previewed.name().into(),
        counts: sqlx::types::Json(serde_json::json!({ "rows": 1 })),
        report_sha256: None,
        created_at_ms: 1,
        applied_at_ms: None,
    };
    db::insert_import(&mut tx, &new).await.unwrap();
    let counts = serde_json::json!({ "rows": 2 });
    assert!(
        db::set_import(&mut tx, id, [ImportStatus::Previewed, ImportStatus::Discarded], &counts, None).await.unwrap()
    );
    assert!(
        !db::set_import(&mut tx, id, [ImportStatus::Previewed, ImportStatus::Applied], &counts, Some(2)).await.unwrap()
    );
    let kept = db::import_by_id(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((kept.status.as_str(), kept.counts.0), ("discarded", counts));
    assert_eq!(db::list_imports(&mut tx, None, 10).await.unwrap().len(), 1);
    assert_eq!(db::list_imports(&mut tx, Some(nobody), 10).await.unwrap().len(), 0);
    for n in 2..=3 {
        let later = Import { id: ImportId::new(1, [n; 10]).0, created_at_ms: i64::from(n), ..new.clone() };
        db::insert_import(&mut tx, &later).await.unwrap();
    }
    assert_eq!(db::count_imports(&mut tx).await.unwrap(), 3);
    let pages = [(0, vec![3, 2]), (2, vec![1]), (4, vec![])];
    for (offset, made) in pages {
        let page = db::imports_of_page(&mut tx, Page { limit: 2, offset }).await.unwrap();
        assert_eq!(page.iter().map(|import| import.created_at_ms).collect::<Vec<_>>(), made, "latest first");
    }
}

async fn an_item_is_on_the_review_list_once(base: Base) {
    let office = office(base).await;
    let mut tx = office.importer.db.write().await.unwrap();
    let item = |id: u8, source_ref: &str| NewReviewItem {
        id: ImportId::new(1, [id; 10]).0,
        kind: "roster_row",
        compound: None,
        household: None,
        source_ref: source_ref.to_owned(),
        reason: "several_doors",
        content: serde_json::json!({}),
        at_ms: 1,
    };
    assert_eq!(db::insert_review_items(&mut tx, &[item(1, "a"), item(2, "b")]).await.unwrap(), 2);
    assert_eq!(db::insert_review_items(&mut tx, &[item(3, "b"), item(4, "c")]).await.unwrap(), 1);
}

async fn nothing_new_is_nothing_written(base: Base) {
    let office = office(base).await;
    let mut tx = office.importer.db.write().await.unwrap();
    db::insert_places(&mut tx, &NewPlaces::default()).await.unwrap();
    db::insert_households(&mut tx, &[]).await.unwrap();
    let changed = |id: &str| Changed { kind: "grid", id: id.to_owned(), compound: None, grid: None, company: None };
    db::note_new(&mut tx, &[changed("a"), changed("b")]).await.unwrap();
    let next = server::db::change::take_numbers(&mut tx, 1).await.unwrap();
    assert_eq!(next, 3);
}

crate::on_both!(
    a_file_goes_in_once,
    no_file_doubles_or_hides_what_the_register_has,
    what_waits_belongs_to_a_compound_and_keeps_no_column_that_nobody_reads,
    a_file_with_an_error_leaves_nothing_behind,
    an_import_is_decided_once,
    an_item_is_on_the_review_list_once,
    nothing_new_is_nothing_written,
);
