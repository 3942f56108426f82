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
    a_clerk_reads_a_row_that_waits_and_enters_its_door,
    what_the_register_says_otherwise_stands_beside_the_row,
    a_preview_says_what_was_not_read_and_the_report_outlives_the_decision,
);

const TABLE: &str = "街道,社区代码,社区,小区,网格,楼号,单元,楼层,房号,面积,户主,电话\n\
东街,140403001001,1号社区,向阳小区,1,3号楼,2,,501,68.47,张三,13800000001\n";

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
        format!(
            "东街,140403001001,1号社区,向阳小区,1,{building}号楼,{},,{floor}{side:02},68.47,,\n",
            1 + door / 300 % 4
        )
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

const WAITING: &str = "街道,社区代码,社区,小区,楼号,单元,楼层,房号,面积,户主,电话,身份证号,备注\n\
东街,140403001001,1号社区,1号院,3,1,,801,68.47,张三丰,13800000001,11010519491231002X,\n\
东街,140403001001,1号社区,1号院,3,1,,\"802,803\",70,李四,13800000002,11010519491231002X,电话13900000009\n";

/// The items of a kind that this person sees, by the addresses in the list.
async fn items(app: &TestApp, cookie: &str, kind: &str) -> Vec<String> {
    let list = app.get(&format!("/console/reviews?kind={kind}"), cookie).await.text();
    let links = list.match_indices("/console/reviews/").map(|(at, found)| &list[at + found.len()..]);
    links.map(|rest| format!("/console/reviews/{}", rest.split('"').next().unwrap())).collect()
}

async fn imported(app: &TestApp, table: &str) -> String {
    let center = app.log_in("center").await;
    let sent = upload_file(app, &center, table).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    assert_eq!(app.post_form(&format!("{}/apply", sent.location()), &center, "").await.status, StatusCode::SEE_OTHER);
    sent.location().to_owned()
}

async fn a_clerk_reads_a_row_that_waits_and_enters_its_door(base: Base) {
    let app = TestApp::new(base).await;
    imported(&app, WAITING).await;
    let clerk = app.log_in("clerk-a").await;
    assert_eq!(items(&app, &app.log_in("clerk-b").await, "roster_row").await, [""; 0], "another place");
    let [item] = items(&app, &clerk, "roster_row").await.try_into().unwrap();
    let page = app.get(&item, &clerk).await.text();
    for said in ["802,803", "李*", "138****0002", "电话139****0009", "第 3 行 · 房号", "一格里有几户", "value=\"3\""]
    {
        assert!(page.contains(said), "{said} in {page}");
    }
    for secret in ["cells_sealed", "13800000002", "李四", "11010519491231002X", "13900000009"] {
        assert!(!page.contains(secret), "{secret} in {page}");
    }
    let decide = format!("{item}/decide");
    let unclear = app.post_form(&decide, &clerk, "building=3&unit=1&door=802,803").await;
    assert_eq!(unclear.status, StatusCode::UNPROCESSABLE_ENTITY);
    let open_unit = app.post_form(&decide, &clerk, "building=3&unit=&door=802").await;
    assert_eq!(open_unit.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(open_unit.text().contains("这栋楼有单元"), "{}", open_unit.text());
    let entered = app.post_form(&decide, &clerk, "building=3&unit=1&door=802").await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text());
    assert_eq!(app.post_form(&decide, &clerk, "building=3&unit=1&door=803").await.status, StatusCode::CONFLICT);
    let page = app.get(&item, &clerk).await.text();
    let (_, household) = page.split_once("/console/households/").unwrap();
    let household =
        app.get(&format!("/console/households/{}", household.split('"').next().unwrap()), &clerk).await.text();
    for said in ["802", "70.00", "李*"] {
        assert!(household.contains(said), "{said} in {household}");
    }
    let mut tx = app.state.db.read().await.unwrap();
    let doors = db::roster::households_of(&mut tx, app.world.a.compound).await.unwrap();
    assert_eq!(doors.iter().filter(|door| door.door_no.starts_with("80")).count(), 2);
}

async fn what_the_register_says_otherwise_stands_beside_the_row(base: Base) {
    let app = TestApp::new(base).await;
    let changed = WAITING.replace("68.47,张三丰,13800000001", "80,李明月,13900000001");
    imported(&app, WAITING).await;
    imported(&app, &changed).await;
    let clerk = app.log_in("clerk-a").await;
    let [item] = items(&app, &clerk, "register_differs").await.try_into().unwrap();
    let page = app.get(&item, &clerk).await.text();
    for said in ["名册里", "登记的", "68.47", ">80<", "张*丰", "李*月", "138****0001", "139****0001"] {
        assert!(page.contains(said), "{said} in {page}");
    }
    assert_eq!(app.post_form(&format!("{item}/settle"), &clerk, "").await.status, StatusCode::SEE_OTHER);
}

async fn a_preview_says_what_was_not_read_and_the_report_outlives_the_decision(base: Base) {
    let app = TestApp::new(base).await;
    let center = app.log_in("center").await;
    let sent = upload_file(&app, &center, WAITING).await;
    let page = app.get(sent.location(), &center).await.text();
    for said in ["csv UTF-8", "没有读取的列", "身份证号", "不存入登记", "备注"] {
        assert!(page.contains(said), "{said} in {page}");
    }
    assert!(!page.contains("/console/reviews?"), "nothing waits before the decision");
    for decision in ["apply", "discard"] {
        let sent = upload_file(&app, &center, WAITING).await;
        let before = app.get(&format!("{}/report.csv", sent.location()), &center).await.text();
        assert!(before.contains("several_doors"), "{before}");
        app.post_form(&format!("{}/{decision}", sent.location()), &center, "").await;
        assert_eq!(app.get(&format!("{}/report.csv", sent.location()), &center).await.text(), before);
        assert_eq!(app.get(&format!("{}/report.xlsx", sent.location()), &center).await.status, StatusCode::OK);
        let page = app.get(sent.location(), &center).await.text();
        assert!(page.contains("report.csv"), "{page}");
        assert_eq!(page.contains("/console/reviews?kind=roster_row"), decision == "apply", "{page}");
    }
    let list = app.get("/console/imports.csv", &center).await.text();
    assert!(list.contains("roster.csv") && list.contains("已放弃"), "{list}");
    assert_eq!(app.get("/console/imports.xlsx", &center).await.status, StatusCode::OK);
    let admin = app.log_in("admin").await;
    for page in ["/console/imports", "/console/imports.csv"] {
        assert_eq!(
            app.get(page, &admin).await.status,
            StatusCode::FORBIDDEN,
            "{page}: a file of doors is business data"
        );
    }
    let wrong = "--edge\r\nContent-Disposition: form-data; name=\"community\"\r\n\r\n140403001evil\r\n--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--edge--\r\n";
    let request = Request::post("/console/imports")
        .header(header::COOKIE, &center)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(wrong))
        .unwrap();
    let answer = app.send(request).await;
    assert!(answer.text().contains("社区代码不对"), "{}", answer.text());
}
