//! Two persons void one side of consents that disagree: the community's director proposes, somebody else at the street confirms.

use crate::conflict::reviews;
use crate::consent::{DAY_MS, confirm, event, owes, state_of, terms, worker};
use crate::denial::{armed, aside, consent, no, push, with};
use crate::support::world::NOW_MS;
use crate::support::{Base, Phone, TestApp};
use axum::http::StatusCode;
use domain::consent::FeeConsentState::{self, Active, InReview, PendingConfirmation, Refused};
use domain::hash::Hash;
use domain::id::{AccountId, HouseholdId};
use domain::org::{Grant, Role, Scope};
use domain::sync::protocol::SessionView;
use domain::sync::record::Record;
use serde_json::json;
use server::db;
use uuid::Uuid;

crate::on_both!(
    two_persons_void_one_side_and_no_month_before_is_charged,
    nobody_voids_what_they_had_a_hand_in,
    voiding_a_yes_leaves_the_no_and_voiding_a_no_asks_for_a_confirmation,
    what_was_read_is_what_is_confirmed,
    who_voids_sees_nothing_else_and_no_phone_learns_the_roles,
);

/// The item of a household, as its two persons work on it.
struct Item<'a> {
    app: &'a TestApp,
    id: Uuid,
}

impl<'a> Item<'a> {
    async fn of(app: &'a TestApp, home: HouseholdId) -> Self {
        let open = reviews(app).await;
        let id = open.iter().find(|one| one.household_id == Some(home.0)).expect("consents disagree").id;
        Self { app, id }
    }

    fn path(&self) -> String {
        format!("/console/reviews/{}", self.id)
    }

    /// Posts a form; two persons never do so in the same moment.
    async fn post(&self, step: &str, cookie: &str, form: &str) -> StatusCode {
        self.app.set_clock(self.app.state.clock.now_ms() + 1000);
        self.app.post_form(&format!("{}/{step}", self.path()), cookie, form).await.status
    }

    async fn propose(&self, cookie: &str, side: &Record, reason: &str) -> StatusCode {
        self.post("void", cookie, &format!("choice={}&reason={reason}", side.id)).await
    }

    /// The last proposal, as the page names it.
    async fn proposal(&self) -> Uuid {
        let mut tx = self.app.state.db.read().await.unwrap();
        let decisions = db::review::decisions_of(&mut tx, self.id).await.unwrap();
        decisions.iter().rfind(|one| one.action == "void_proposed").map(|one| one.id).unwrap_or_default()
    }

    async fn answer(&self, cookie: &str, result: &str) -> StatusCode {
        self.answer_to(cookie, self.proposal().await, result).await
    }

    async fn answer_to(&self, cookie: &str, proposal: Uuid, result: &str) -> StatusCode {
        let form = format!("result={result}&reason=x");
        self.post(&format!("void/confirm?proposal={proposal}"), cookie, &form).await
    }

    async fn page(&self, cookie: &str) -> String {
        self.app.get(&self.path(), cookie).await.text()
    }
}

/// A yes on phone `n` and a no on the next one that did not know of each other.
async fn disagree(app: &TestApp, home: HouseholdId, n: u8) -> (Record, Record) {
    let cookie = app.log_in("worker-a").await;
    let [one, two] = [n, n + 1].map(|n| Phone::new(app.world.a.worker, cookie.clone(), n));
    let yes = consent(&one, &event(app, "given", home, &terms(app, 450)));
    let paper = json!({ "evidence": { "photo_sha256s": [Hash::of(b"paper")] } });
    let denied = consent(&two, &with(no(app, "refused", home), paper));
    one.push(app, std::slice::from_ref(&yes)).await;
    two.push(app, std::slice::from_ref(&denied)).await;
    assert_eq!(state_of(app, home).await, InReview);
    (yes, denied)
}

async fn grant(app: &TestApp, login: &str, role: Role, scope: Scope) {
    let mut tx = app.state.db.write().await.unwrap();
    let who = db::account::account_by_login(&mut tx, login).await.unwrap().unwrap();
    db::account::give_grant(&mut tx, AccountId(who.id), &Grant { role, scope }, NOW_MS).await.unwrap();
    tx.commit().await.unwrap();
}

async fn evidence_is_clean(app: &TestApp) {
    let report = server::evidence::verify::verify((&app.state).into(), None).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
}

async fn two_persons_void_one_side_and_no_month_before_is_charged(base: Base) {
    let app = TestApp::new(base).await;
    let mut phone = worker(&app).await;
    let home = app.world.a.households[0];
    armed(&app, &phone, home).await;
    phone.cookie = app.log_in("worker-a").await;
    let wrong_door = with(no(&app, "withdrawn", home), json!({ "signer_name": "王".repeat(31) }));
    let wrong_door = consent(&phone, &wrong_door);
    assert_eq!(push(&app, &phone, &wrong_door).await, aside("too_long"));
    let [director, street] = [app.log_in("director-a").await, app.log_in("street-a").await];
    let item = Item::of(&app, home).await;
    assert!(item.page(&director).await.contains("提议作废"));
    assert!(item.page(&street).await.contains("还没有人提议"));
    assert_eq!(item.answer(&street, "confirmed").await, StatusCode::CONFLICT, "nobody proposed it");
    assert_eq!(item.propose(&director, &wrong_door, "").await, StatusCode::UNPROCESSABLE_ENTITY, "without a reason");
    let elsewhere = consent(&phone, &no(&app, "refused", home));
    assert_eq!(item.propose(&director, &elsewhere, "x").await, StatusCode::UNPROCESSABLE_ENTITY, "no side of it");
    assert_eq!(item.propose(&street, &wrong_door, "x").await, StatusCode::FORBIDDEN, "the street is the second");
    let [far, farther] = [app.log_in("director-b").await, app.log_in("street-b").await];
    assert_eq!(item.propose(&far, &wrong_door, "x").await, StatusCode::NOT_FOUND, "another community");
    assert_eq!(item.propose(&director, &wrong_door, "x").await, StatusCode::SEE_OTHER);
    assert_eq!(item.propose(&director, &wrong_door, "x").await, StatusCode::CONFLICT, "it waits for its second person");
    assert_eq!(item.answer(&director, "confirmed").await, StatusCode::FORBIDDEN);
    assert_eq!(item.answer(&farther, "confirmed").await, StatusCode::NOT_FOUND, "another street");
    assert_eq!(state_of(&app, home).await, InReview, "one person changes nothing");
    assert_eq!(item.answer(&street, "refused").await, StatusCode::SEE_OTHER);
    assert_eq!(state_of(&app, home).await, InReview);
    assert_eq!(item.propose(&director, &wrong_door, "wrong+door").await, StatusCode::SEE_OTHER, "with better reason");
    grant(&app, "director-a", Role::StreetClerk, Scope::Street(app.world.a.street.clone())).await;
    assert_eq!(item.answer(&director, "confirmed").await, StatusCode::FORBIDDEN, "with both roles still one person");
    app.set_clock(NOW_MS + 70 * DAY_MS);
    let [director, street] = [app.log_in("director-a").await, app.log_in("street-a").await];
    assert!(item.page(&director).await.contains("等街道的另一个人确认"));
    let page = item.page(&street).await;
    assert!(page.contains("wrong door") && page.contains("确认作废") && !page.contains("<script"), "{page}");
    assert_eq!(item.answer(&street, "confirmed").await, StatusCode::SEE_OTHER);
    assert_eq!(state_of(&app, home).await, Active);
    assert!(reviews(&app).await.is_empty());
    for (month, due) in [("2026-04", false), ("2026-05", false), ("2026-06", true)] {
        assert_eq!(owes(&app, home, month).await, due, "{month}");
    }
    assert_eq!(item.answer(&street, "confirmed").await, StatusCode::CONFLICT, "once");
    let mut tx = app.state.db.read().await.unwrap();
    for (action, times) in [("void_proposed", 2), ("void_refused", 1), ("void_confirmed", 1)] {
        assert_eq!(db::audit::count_audit(&mut tx, action).await.unwrap(), times, "{action}");
    }
    assert_eq!(db::record::fate_of(&mut tx, wrong_door.id).await.unwrap().unwrap().0, "set_aside", "kept as it is");
    drop(tx);
    evidence_is_clean(&app).await;
}

async fn nobody_voids_what_they_had_a_hand_in(base: Base) {
    let app = TestApp::new(base).await;
    let (community, street) = (app.world.a.community.clone(), app.world.a.street.clone());
    let [home, other] = [0, 1].map(|n| app.world.a.households[n]);
    let (_, denied) = disagree(&app, home, 1).await;
    // Who captured both sides is the community's director by now, and holds the other role, too.
    grant(&app, "worker-a", Role::CommunityDirector, Scope::Community(community.clone())).await;
    grant(&app, "worker-a", Role::StreetClerk, Scope::Street(street)).await;
    let [captor, director] = [app.log_in("worker-a").await, app.log_in("director-a").await];
    let item = Item::of(&app, home).await;
    assert!(item.page(&captor).await.contains("不能由您来作废"));
    assert_eq!(item.propose(&captor, &denied, "x").await, StatusCode::FORBIDDEN);
    assert_eq!(item.propose(&director, &denied, "x").await, StatusCode::SEE_OTHER);
    assert_eq!(item.answer(&captor, "confirmed").await, StatusCode::FORBIDDEN);
    assert_eq!(state_of(&app, home).await, InReview);
    // What does not count yet has an author, too; and nobody decides about the own home.
    let mut phone = Phone::new(app.world.a.worker, captor.clone(), 5);
    armed(&app, &phone, other).await;
    phone.cookie = app.log_in("worker-a").await;
    let stranger = Phone::new(app.world.b.worker, app.log_in("worker-b").await, 9);
    let open = consent(&stranger, &with(no(&app, "withdrawn", other), json!({ "captured_by": null })));
    assert_eq!(push(&app, &stranger, &open).await, aside("out_of_scope"));
    grant(&app, "worker-b", Role::CommunityDirector, Scope::Community(community)).await;
    let item = Item::of(&app, other).await;
    assert_eq!(item.propose(&app.log_in("worker-b").await, &open, "x").await, StatusCode::FORBIDDEN);
    let mut tx = app.state.db.write().await.unwrap();
    let who = db::account::account_by_login(&mut tx, "director-a").await.unwrap().unwrap();
    db::own_household::declare_own(&mut tx, AccountId(who.id), other, "relative", NOW_MS).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(item.propose(&app.log_in("director-a").await, &open, "x").await, StatusCode::FORBIDDEN, "a relative's");
}

async fn voiding_a_yes_leaves_the_no_and_voiding_a_no_asks_for_a_confirmation(base: Base) {
    let app = TestApp::new(base).await;
    let homes = [0, 1].map(|n| app.world.a.households[n]);
    for (at, (voids_yes, expected)) in [(true, Refused), (false, PendingConfirmation)].into_iter().enumerate() {
        let home = homes[at];
        let (yes, denied) = disagree(&app, home, if voids_yes { 1 } else { 3 }).await;
        let [director, street] = [app.log_in("director-a").await, app.log_in("street-a").await];
        let item = Item::of(&app, home).await;
        let side = if voids_yes { &yes } else { &denied };
        assert_eq!(item.propose(&director, side, "forged").await, StatusCode::SEE_OTHER);
        assert_eq!(item.answer(&street, "confirmed").await, StatusCode::SEE_OTHER);
        assert_eq!(state_of(&app, home).await, expected);
        assert!(!owes(&app, home, "2026-06").await, "nobody confirmed a yes");
        assert!(item.page(&street).await.contains("（已作废）"), "and what was voided is still to be read");
        if !voids_yes {
            // Only now somebody may call back; both who voided had no hand in it, and no fee begins before that.
            confirm(&app, &yes).await;
            assert!(state_of(&app, home).await.is_signed());
        }
    }
    evidence_is_clean(&app).await;
}

async fn what_was_read_is_what_is_confirmed(base: Base) {
    let app = TestApp::new(base).await;
    let home = app.world.a.households[0];
    let (yes, denied) = disagree(&app, home, 1).await;
    let [director, street] = [app.log_in("director-a").await, app.log_in("street-a").await];
    let item = Item::of(&app, home).await;
    assert_eq!(item.propose(&director, &yes, "x").await, StatusCode::SEE_OTHER);
    let read = item.proposal().await;
    assert_eq!(item.answer(&street, "refused").await, StatusCode::SEE_OTHER);
    assert_eq!(item.propose(&director, &denied, "x").await, StatusCode::SEE_OTHER);
    assert_eq!(item.answer_to(&street, read, "confirmed").await, StatusCode::CONFLICT, "another proposal by now");
    assert_eq!(item.answer(&street, "perhaps").await, StatusCode::UNPROCESSABLE_ENTITY);
    // The household itself ends it: what was proposed before is no proposal when something disagrees again.
    let clerk = app.log_in("clerk-a").await;
    let path = format!("/console/households/{home}/withdraw");
    assert_eq!(app.post_form(&path, &clerk, "relation=owner").await.status, StatusCode::SEE_OTHER);
    assert_eq!(state_of(&app, home).await, FeeConsentState::Withdrawn);
    assert_eq!(item.answer(&street, "confirmed").await, StatusCode::CONFLICT, "nothing is left to decide");
    app.set_clock(NOW_MS + 120_000);
    let three = Phone::new(app.world.a.worker, app.log_in("worker-a").await, 3);
    let again = consent(&three, &event(&app, "given", home, &terms(&app, 450)));
    three.push(&app, &[again]).await;
    assert_eq!(state_of(&app, home).await, InReview, "that phone had not heard of any no");
    assert_eq!(item.answer(&street, "confirmed").await, StatusCode::CONFLICT);
    assert!(item.page(&street).await.contains("还没有人提议"));
}

async fn who_voids_sees_nothing_else_and_no_phone_learns_the_roles(base: Base) {
    let app = TestApp::new(base).await;
    let home = app.world.a.households[0];
    let (yes, _) = disagree(&app, home, 1).await;
    let item = Item::of(&app, home).await;
    for login in ["director-a", "street-a"] {
        let cookie = app.log_in(login).await;
        let page = item.page(&cookie).await;
        assert!(page.contains(&format!("/console/consents/{}", yes.id)), "{page}");
        assert!(!page.contains("/console/households/") && !page.contains("/console/records/"), "{page}");
        let signed = app.get(&format!("/console/consents/{}", yes.id), &cookie).await;
        assert_eq!(signed.status, StatusCode::OK);
        assert!(!signed.text().contains("/confirm\""), "only a clerk writes a call-back down");
        assert!(app.get("/console/reviews", &cookie).await.text().contains(&item.path()));
        for path in [format!("/console/households/{home}"), "/console/consents".into(), "/console/records".into()] {
            assert_eq!(app.get(&path, &cookie).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let session: SessionView = app.get("/api/v1/session", &cookie).await.json();
        assert_eq!(session.grants, [], "a phone of before reads none of an answer with a role that it does not know");
    }
    let another = Item { app: &app, id: Uuid::nil() };
    let mut tx = app.state.db.write().await.unwrap();
    let paper = Hash::of(b"paper").to_string();
    for (community, shown) in [(&app.world.a.community, true), (&app.world.b.community, false)] {
        let scopes = [Scope::Community(community.clone())];
        assert_eq!(db::blob_list::in_consents(&mut tx, &scopes, &paper).await.unwrap(), shown, "{community}");
    }
    let sql = "update review_items set kind = 'look_alike'";
    crate::support::world::run(&mut tx, sql, &[]).await;
    tx.commit().await.unwrap();
    let director = app.log_in("director-a").await;
    assert_eq!(app.get(&item.path(), &director).await.status, StatusCode::NOT_FOUND, "another kind");
    assert_eq!(app.get(&another.path(), &director).await.status, StatusCode::NOT_FOUND);
}
