//! The import's page in the console: a file is uploaded, looked at, decided about once, and the decision is in the log.

use crate::support::{Answer, Base, TestApp};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use server::db;
use server::db::select::Page;

crate::on_both!(a_decision_about_a_file_is_written_down_once);

const TABLE: &str = "街道,社区代码,社区,小区,网格,楼号,单元,楼层,房号,面积,户主,电话\n\
东街,140403001001,甲社区,向阳小区,1,3号楼,2,,501,68.47,张三,13800000001\n";

async fn upload(app: &TestApp, cookie: &str) -> Answer {
    let part = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"roster.csv\"\r\n\r\n";
    let request = Request::post("/console/imports")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(format!("{part}{TABLE}\r\n--edge--\r\n")))
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
