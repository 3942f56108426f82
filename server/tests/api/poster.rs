//! The poster: only who has the compound in reach prints it, and its code opens the compound's page.

use crate::support::{Base, TestApp};
use axum::http::StatusCode;

crate::on_both!(a_poster_is_printed_within_reach_and_its_address_opens_the_page);

async fn a_poster_is_printed_within_reach_and_its_address_opens_the_page(base: Base) {
    let app = TestApp::new(base).await;
    let path = |compound| format!("/console/compounds/{compound}/poster");
    for login in ["clerk-a", "manager-a", "worker-a", "center"] {
        let cookie = app.log_in(login).await;
        let page = app.get(&path(app.world.a.compound), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{login}");
        assert!(page.text().contains("<svg") && page.text().contains("1号物业公司"), "{login}");
        let elsewhere = app.get(&path(app.world.b.compound), &cookie).await.status;
        assert_eq!(elsewhere, if login == "center" { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{login}");
    }
    let cookie = app.log_in("center").await;
    let poster = app.get(&path(app.world.a.compound), &cookie).await.text();
    let address =
        poster.split("http://127.0.0.1:3000").nth(2).unwrap_or_default().split('<').next().unwrap_or_default();
    let page = app.get(address, "").await;
    assert!(page.status == StatusCode::OK && page.text().contains("1号院"), "{address}");
}
