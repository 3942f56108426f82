//! What only the named handlers may see in any list.

use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::id::{AccountId, RecordId};
use domain::org::{Grant, Role, Scope};
use domain::sync::record::RecordKind;
use serde_json::json;
use server::db::{self, account::NewAccount};

/// A second clerk of the same community.
pub async fn colleague(app: &TestApp) -> AccountId {
    let mut tx = app.state.db.write().await.unwrap();
    let clerk = db::account::account_by_id(&mut tx, app.world.a.clerk).await.unwrap().unwrap();
    let id = AccountId(app.state.clock.new_uuid());
    let new = NewAccount {
        id,
        login: "clerk-a2".into(),
        name: "另一位".into(),
        company: None,
        password_hash: clerk.password_hash,
        must_change_password: false,
        at_ms: 1,
    };
    assert!(db::account::insert_account(&mut tx, &new).await.unwrap());
    let grant = Grant { role: Role::CommunityClerk, scope: Scope::Community(app.world.a.community.clone()) };
    db::account::give_grant(&mut tx, id, &grant, 1).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn sees(app: &TestApp, login: &str, id: RecordId) -> [bool; 4] {
    let cookie = app.log_in(login).await;
    let mut seen = [false; 4];
    for (seen, path) in seen.iter_mut().zip(["/console/needs.csv", "/console/tasks.csv", "/console/needs"]) {
        *seen = app.get(path, &cookie).await.text().contains("有人吸毒");
    }
    seen[3] = app.get(&format!("/console/needs/{id}"), &cookie).await.status == StatusCode::OK;
    seen
}

#[tokio::test]
async fn once_somebody_is_named_only_they_see_such_matters() {
    let app = TestApp::new(Base::Sqlite).await;
    let other = colleague(&app).await;
    let phone = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 1);
    let need = json!({"compound": app.world.a.compound, "code": "SEC-05", "place_text": "有人吸毒", "text": "x"});
    let need = phone.record(RecordKind::Need, &need);
    phone.push(&app, std::slice::from_ref(&need)).await;
    let everybody = sees(&app, "clerk-a", need.id).await;
    assert!(everybody[0] && everybody[3], "nobody is named, so none overlooks it: {everybody:?}");
    assert_eq!(sees(&app, "clerk-a2", need.id).await, everybody);
    let admin = app.log_in("admin").await;
    let path = format!("/console/accounts/{other}");
    assert!(app.get(&path, &admin).await.text().contains("指定处理"));
    let named = app.post_form(&format!("{path}/handler"), &admin, "code=SEC-05&give=1").await;
    assert_eq!(named.status, StatusCode::SEE_OTHER, "{}", named.text());
    assert!(app.get(&path, &admin).await.text().contains("不再处理"));
    assert_eq!(sees(&app, "clerk-a2", need.id).await, everybody, "the one who is named");
    assert_eq!(sees(&app, "clerk-a", need.id).await, [false; 4], "and nobody else");
    for (who, form) in
        [(app.world.a.worker, "code=SEC-05&give=1"), (other, "code=SEC-05&give=1"), (other, "code=NBR-02&give=0")]
    {
        let answer = app.post_form(&format!("/console/accounts/{who}/handler"), &admin, form).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{form}");
    }
    let wrong = app.post_form(&format!("{path}/handler"), &admin, "code=ELE-02&give=1").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A handler who cannot log in handles nothing: the others see it again.
    assert_eq!(app.post_form(&format!("{path}/lock"), &admin, "").await.status, StatusCode::SEE_OTHER);
    assert_eq!(sees(&app, "clerk-a", need.id).await, everybody);
}
