//! What a system administrator does with accounts; each step takes effect at once and is written down.

use super::account::{self, ROLES};
use super::desk::{Audit, Desk, done};
use crate::auth::password;
use crate::db::account::NewAccount;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::account::AccountDraft;
use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use domain::finding::{Finding, Findings};
use domain::id::{AccountId, CompanyId};
use domain::org::{Grant, Role, Scope};
use serde::Deserialize;
use uuid::Uuid;

/// A new account as typed.
#[derive(Deserialize)]
pub struct NewForm {
    #[serde(default)]
    login: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    new_password: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    scope: String,
}

/// A role within a scope, as the form names them.
#[derive(Debug, Deserialize)]
pub struct GrantForm {
    role: String,
    scope: String,
}

/// A first password.
#[derive(Deserialize)]
pub struct FirstPassword {
    #[serde(default)]
    new_password: String,
}

/// Reads a role and a scope; both must exist.
async fn grant_of(tx: &mut Tx, role: &str, scope: &str) -> ApiResult<Option<Grant>> {
    let Some(role) = Role::from_name(role) else { return Ok(None) };
    let known = scope == "district"
        || db::account_list::scope_choices(tx).await?.iter().any(|(kind, value, _)| format!("{kind}:{value}") == scope);
    Ok(read_scope(scope).filter(|_| known).map(|scope| Grant { role, scope }))
}

fn read_scope(text: &str) -> Option<Scope> {
    Some(match text.split_once(':').unwrap_or((text, "")) {
        ("district", "") => Scope::District,
        ("street", code) => Scope::Street(code.to_owned()),
        ("community", code) => Scope::Community(code.to_owned()),
        ("grid", id) => Scope::Grid(id.parse().ok()?),
        ("compound", id) => Scope::Compound(id.parse().ok()?),
        ("company", id) => Scope::Company(id.parse().ok()?),
        _ => return None,
    })
}

/// `POST /console/accounts`
pub async fn add_account(desk: Desk, Form(typed): Form<NewForm>) -> Response {
    or_failure(&desk.state, added(&desk, typed)).await
}

async fn added(desk: &Desk, typed: NewForm) -> ApiResult<Response> {
    let login = typed.login.trim().to_lowercase();
    let name = typed.name.trim().to_owned();
    let mut tx = desk.state.db.read().await?;
    let grant = grant_of(&mut tx, &typed.role, &typed.scope).await?;
    let taken = db::account::account_by_login(&mut tx, &login).await?.is_some();
    drop(tx);
    let draft = AccountDraft { login: typed.login, name: typed.name, role: typed.role, scope: typed.scope };
    let plain = |glyph: char| glyph.is_ascii_lowercase() || glyph.is_ascii_digit() || matches!(glyph, '.' | '-' | '_');
    let mut findings = Findings::default();
    findings
        .when(!(2..=40).contains(&login.len()) || !login.chars().all(plain), "login_bad", "login")
        .when(taken, "login_taken", "login")
        .when(name.is_empty(), "required", "name")
        .when(name.chars().count() > 30, "too_long", "name")
        .when(grant.is_none(), "unknown_scope", "scope");
    let mut findings = findings.into_vec();
    findings.extend(password::check_new(&login, "", &typed.new_password));
    let Some(grant) = grant.filter(|_| findings.is_empty()) else {
        return account::new_page(desk, draft, findings).await;
    };
    let company: Option<CompanyId> = if let Scope::Company(id) = grant.scope { Some(id) } else { None };
    let new = NewAccount {
        id: AccountId(desk.state.clock.new_uuid()),
        login,
        name,
        company,
        password_hash: password::hash(typed.new_password).await?,
        must_change_password: true,
        at_ms: desk.now_ms,
    };
    let mut tx = desk.state.db.write().await?;
    if !db::account::insert_account(&mut tx, &new).await? {
        return account::new_page(desk, draft, vec![Finding::new("login_taken", "login")]).await;
    }
    db::account::give_grant(&mut tx, new.id, &grant, desk.now_ms).await?;
    audit(desk, &mut tx, "add_account", new.id.0, Some(grant.role.name())).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/accounts/{}", new.id)))
}

async fn audit(desk: &Desk, tx: &mut Tx, action: &str, id: Uuid, to: Option<&str>) -> ApiResult<()> {
    let id = id.to_string();
    desk.audit(tx, ROLES, Audit { action, object: "account", id: &id, to, ..Audit::default() }).await
}

/// Steps with nothing but a press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Lock,
    Unlock,
    End,
}

/// `POST /console/accounts/{id}/lock`, `/unlock`, `/end`
pub async fn press_account(desk: Desk, id: Uuid, press: Press) -> Response {
    or_failure(&desk.state, pressed(&desk, id, press)).await
}

async fn pressed(desk: &Desk, id: Uuid, press: Press) -> ApiResult<Response> {
    let target = AccountId(id);
    if target == desk.actor.account && press != Press::Unlock {
        return account::shown(desk, id, vec![Finding::new("own_account", "")]).await;
    }
    let mut tx = desk.state.db.write().await?;
    let account = db::account::account_by_id(&mut tx, target).await?.ok_or(ApiError::NotFound)?;
    let action = match press {
        Press::Lock => {
            db::account::set_locked(&mut tx, target, Some(desk.now_ms)).await?;
            db::session::delete_sessions_of(&mut tx, target).await?;
            "lock_account"
        }
        Press::Unlock => {
            db::account::set_locked(&mut tx, target, None).await?;
            db::throttle::clear_failures(&mut tx, &format!("login {}", account.login)).await?;
            "unlock_account"
        }
        Press::End => {
            db::account::end_account(&mut tx, target, desk.now_ms).await?;
            db::session::delete_sessions_of(&mut tx, target).await?;
            "end_account"
        }
    };
    audit(desk, &mut tx, action, id, None).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/accounts/{id}")))
}

/// `POST /console/accounts/{id}/grant`
pub async fn add_grant(desk: Desk, Path(id): Path<Uuid>, Form(form): Form<GrantForm>) -> Response {
    or_failure(&desk.state, granted(&desk, id, form, true)).await
}

/// `POST /console/accounts/{id}/ungrant`
pub async fn end_grant(desk: Desk, Path(id): Path<Uuid>, Form(form): Form<GrantForm>) -> Response {
    or_failure(&desk.state, granted(&desk, id, form, false)).await
}

async fn granted(desk: &Desk, id: Uuid, form: GrantForm, give: bool) -> ApiResult<Response> {
    let target = AccountId(id);
    let mut tx = desk.state.db.write().await?;
    db::account::account_by_id(&mut tx, target).await?.ok_or(ApiError::NotFound)?;
    let held = db::account::grants_of(&mut tx, target, desk.now_ms).await?;
    let read = match give {
        true => grant_of(&mut tx, &form.role, &form.scope).await?,
        false => Role::from_name(&form.role)
            .zip(read_scope(&form.scope))
            .map(|(role, scope)| Grant { role, scope })
            .filter(|grant| held.contains(grant)),
    };
    let Some(grant) = read else {
        drop(tx);
        return account::shown(desk, id, vec![Finding::new("unknown_scope", "")]).await;
    };
    if !give && target == desk.actor.account && grant.role == Role::SysAdmin {
        drop(tx);
        return account::shown(desk, id, vec![Finding::new("own_account", "")]).await;
    }
    let said = format!("{} {}", form.role, form.scope);
    if give {
        db::account::give_grant(&mut tx, target, &grant, desk.now_ms).await?;
        audit(desk, &mut tx, "give_grant", id, Some(&said)).await?;
    } else {
        db::account::end_grant(&mut tx, target, &grant, desk.now_ms).await?;
        audit(desk, &mut tx, "end_grant", id, Some(&said)).await?;
    }
    tx.commit().await?;
    Ok(done(&format!("/console/accounts/{id}")))
}

/// `POST /console/accounts/{id}/password`
pub async fn set_first_password(desk: Desk, Path(id): Path<Uuid>, Form(typed): Form<FirstPassword>) -> Response {
    or_failure(&desk.state, first_password(&desk, id, typed)).await
}

async fn first_password(desk: &Desk, id: Uuid, typed: FirstPassword) -> ApiResult<Response> {
    let target = AccountId(id);
    let mut tx = desk.state.db.read().await?;
    let account = db::account::account_by_id(&mut tx, target).await?.ok_or(ApiError::NotFound)?;
    drop(tx);
    let findings = password::check_new(&account.login, "", &typed.new_password);
    if !findings.is_empty() {
        return account::shown(desk, id, findings).await;
    }
    let hash = password::hash(typed.new_password).await?;
    let mut tx = desk.state.db.write().await?;
    db::account::set_password(&mut tx, target, &hash, true).await?;
    db::session::delete_sessions_of(&mut tx, target).await?;
    audit(desk, &mut tx, "set_first_password", id, None).await?;
    tx.commit().await?;
    Ok(done(&format!("/console/accounts/{id}")))
}
