//! The import's page in the console: a file is uploaded, looked at, decided about once, and the decision is in the log.

use crate::support::{Answer, Base, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::id::ImportId;
use server::db;
use server::db::roster::ImportStatus;
use server::db::select::Page;

crate::on_both!(
    a_decision_about_a_file_is_written_down_once,
    who_does_not_wait_is_told_how_far_it_is,
    a_file_that_nobody_reads_any_more_is_read_by_the_next_who_asks,
    a_file_that_is_no_roster_says_why,
    what_broke_off_says_so_and_can_be_done_again,
);

const TABLE: &str = "街道,社区代码,社区,小区,网格,楼号,单元,楼层,房号,面积,户主,电话\n\
东街,140403001001,甲社区,向阳小区,1,3号楼,2,,501,68.47,张三,13800000001\n";

async fn upload(app: &TestApp, cookie: &str) -> Answer {
    upload_file(app, cookie, TABLE).await
}

async fn upload_file(app: &TestApp, cookie: &str, table: &str) -> Answer {
    let part = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"roster.csv\"\r\n\r\n";
    let request = Request::post("/console/imports")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("{part}{table}\r\n--edge--\r\n")))
        .unwrap();
    app.send(request).await
}

async fn logged(app: &TestApp, action: &str) -> Vec<(Option<String>, String, String)> {
    let mut tx = app.state.db.read().await.unwrap();
    let lines = db::audit::list_audit(&mut tx, action, Page::ALL).await.unwrap();
    lines.into_iter().map(|line| (line.who, line.role, line.object_id)).collect()
}

async fn a_decision_about_a_file_is_written_down_once(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("center").await;
    for (decision, action) in [("discard", "import_discarded"), ("apply", "import_applied")] {
        let sent = upload(&app, &cookie).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let page = app.get(sent.location(), &cookie).await;
        assert!(page.text().contains("/console/coverage"), "the page stands in the console's frame");
        assert_eq!(logged(&app, action).await, [], "looking is no decision");
        let path = format!("{}/{decision}", sent.location());
        assert_eq!(app.post_form(&path, &cookie, "").await.status, StatusCode::SEE_OTHER);
        assert_eq!(app.post_form(&path, &cookie, "").await.status, StatusCode::CONFLICT, "decided once");
        let log = logged(&app, action).await;
        assert_eq!(log.len(), 1);
        assert!(sent.location().ends_with(&log[0].2) && log[0].0.is_some() && log[0].1 == "center_staff", "{log:?}");
    }
}

/// As many doors as take longer to read than a request.
fn long_table(doors: u32) -> String {
    let (header, _) = TABLE.split_once('\n').unwrap();
    let row = |door: u32| {
        let (building, floor, side) = (1 + door / 400, 1 + door / 10 % 30, 1 + door % 10);
        format!("东街,140403001001,甲社区,向阳小区,1,{building}号楼,{},,{floor}{side:02},68.47,,\n", 1 + door / 300 % 4)
    };
    format!("{header}\n{}", (0..doors).map(row).collect::<String>())
}

/// The page until it says something else; how often it said how far it is.
async fn wait_at(app: &TestApp, cookie: &str, path: &str) -> (usize, Answer) {
    let mut waited = 0;
    loop {
        let page = app.get(path, cookie).await;
        if !page.text().contains("progress-bar") {
            return (waited, page);
        }
        assert_eq!(page.headers.get(header::REFRESH).unwrap(), "2", "it comes again without a script");
        waited += 1;
        assert!(waited < 3_000, "it never ends");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

async fn who_does_not_wait_is_told_how_far_it_is(base: Base) {
    let mut app = TestApp::new(base).await;
    app.let_imports_wait(std::time::Duration::ZERO);
    let cookie = app.log_in("center").await;
    let sent = upload_file(&app, &cookie, &long_table(4_000)).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let (waited, preview) = wait_at(&app, &cookie, sent.location()).await;
    assert!(waited > 0, "the answer did not wait for the reading");
    assert!(preview.text().contains("/apply\""), "{}", preview.text());
    assert_eq!(logged(&app, "import_applied").await, []);
    let told = app.post_form(&format!("{}/apply", sent.location()), &cookie, "").await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    // Whoever presses again meanwhile starts nothing.
    let again = app.post_form(&format!("{}/apply", sent.location()), &cookie, "").await.status;
    assert!(again == StatusCode::SEE_OTHER || again == StatusCode::CONFLICT, "{again}");
    let (waited, applied) = wait_at(&app, &cookie, sent.location()).await;
    assert!(waited > 0 && applied.text().contains("新增住户"), "{}", applied.text());
    assert_eq!(logged(&app, "import_applied").await.len(), 1);
}

async fn a_file_that_nobody_reads_any_more_is_read_by_the_next_who_asks(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("center").await;
    let sent = upload(&app, &cookie).await;
    // As a program leaves it that is stopped while it reads.
    let id: ImportId = sent.location().rsplit('/').next().unwrap().parse().unwrap();
    let mut tx = app.state.db.write().await.unwrap();
    let import = db::roster::import_by_id(&mut tx, id).await.unwrap().unwrap();
    let kept = serde_json::json!({ "file_blob": import.counts.0["file_blob"], "community": null });
    let back = [ImportStatus::Previewed, ImportStatus::Reading];
    assert!(db::roster::set_import(&mut tx, id, back, &kept, None).await.unwrap());
    tx.commit().await.unwrap();
    let (_, page) = wait_at(&app, &cookie, sent.location()).await;
    assert!(page.text().contains("/apply\""), "{}", page.text());
}

async fn a_file_that_is_no_roster_says_why(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("center").await;
    let sent = upload_file(&app, &cookie, "甲,乙\n1,2\n").await;
    let page = app.get(sent.location(), &cookie).await.text();
    assert!(page.contains("没有找到表头") && page.contains("href=\"/console/imports\""), "{page}");
    assert!(!page.contains("/apply\""), "{page}");
    let step = app.post_form(&format!("{}/apply", sent.location()), &cookie, "").await;
    assert_eq!(step.status, StatusCode::CONFLICT);
}

async fn what_broke_off_says_so_and_can_be_done_again(base: Base) {
    let app = TestApp::new(base).await;
    let cookie = app.log_in("center").await;
    let sent = upload(&app, &cookie).await;
    let id: ImportId = sent.location().rsplit('/').next().unwrap().parse().unwrap();
    let broken = app.state.imports.run(id, |_| async { panic!("a fault of ours") }).await;
    assert!(broken.is_err());
    let page = app.get(sent.location(), &cookie).await.text();
    assert!(page.contains("什么都没有改动") && page.contains("/apply\""), "{page}");
    assert_eq!(app.post_form(&format!("{}/apply", sent.location()), &cookie, "").await.status, StatusCode::SEE_OTHER);
    assert!(app.get(sent.location(), &cookie).await.text().contains("新增住户"));
}
