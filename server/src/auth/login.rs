//! Logging in and out, for phones and for the console alike: throttled by account and by address.

use crate::auth::actor::Actor;
use crate::auth::{guard, password, token};
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;
use domain::finding::Finding;
use domain::id::AccountId;

const MINUTE_MS: i64 = 60_000;
/// After five wrong passwords an account rests (rules 4.5) …
const ACCOUNT_LIMIT: i64 = 5;
/// … and after thirty an address: a whole office sits behind one.
const ADDRESS_LIMIT: i64 = 30;
const WINDOW_MS: i64 = 15 * MINUTE_MS;

/// Checks login and password and opens a session of `kind` (`phone` or `desk`). Returns the cookie's token.
///
/// A wrong login and a wrong password look alike and cost the same time.
pub async fn log_in(
    state: &AppState,
    kind: &str,
    address: &str,
    login: &str,
    password: String,
) -> ApiResult<(String, Actor)> {
    let now_ms = state.clock.now_ms();
    let login = login.trim().to_lowercase();
    let keys = [(format!("login {login}"), ACCOUNT_LIMIT), (format!("address {address}"), ADDRESS_LIMIT)];
    let mut tx = state.db.write().await?;
    for (key, limit) in &keys {
        if let Some(until_ms) = db::throttle::barred_until(&mut tx, key, now_ms).await? {
            return Err(ApiError::Throttled((until_ms - now_ms) / 1000 + 1));
        }
        // A try counts as failed until its password is known to be right: many at the same moment are no way round the limit.
        db::throttle::count_failure(&mut tx, key, now_ms, *limit, WINDOW_MS, WINDOW_MS).await?;
    }
    let account = db::account::account_by_login(&mut tx, &login).await?;
    tx.commit().await?;
    let hash = account.as_ref().map_or(UNKNOWN, |account| account.password_hash.as_str()).to_owned();
    let matches = password::matches(password, hash).await?;
    let Some(account) = account.filter(|_| matches) else {
        return Err(ApiError::Invalid(vec![Finding::new("wrong_login_or_password", "password")]));
    };
    let mut tx = state.db.write().await?;
    db::throttle::clear_failures(&mut tx, &keys[0].0).await?;
    db::throttle::take_back_failure(&mut tx, &keys[1].0, ADDRESS_LIMIT).await?;
    if account.locked_at_ms.is_some() || account.ended_at_ms.is_some() {
        tx.commit().await?;
        return Err(ApiError::Forbidden("account_closed"));
    }
    let (token, sha256) = token::new_token();
    let expires_at_ms = now_ms + token::lifetime_ms(kind);
    db::session::delete_expired_sessions(&mut tx, now_ms).await?;
    db::session::insert_session(&mut tx, &sha256, AccountId(account.id), kind, now_ms, expires_at_ms).await?;
    tx.commit().await?;
    let actor = guard::actor_of(state, &token).await?.ok_or(ApiError::NotLoggedIn)?;
    Ok((token, actor))
}

/// A hash that no password has, so that unknown logins take as long as known ones.
const UNKNOWN: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Changes the actor's password; every other session of the account ends.
pub async fn change_password(
    state: &AppState,
    actor: &Actor,
    old: String,
    new: String,
    kind: &str,
) -> ApiResult<String> {
    let mut tx = state.db.read().await?;
    let account = db::account::account_by_id(&mut tx, actor.account).await?.ok_or(ApiError::NotFound)?;
    drop(tx);
    if !password::matches(old.clone(), account.password_hash).await? {
        return Err(ApiError::invalid("wrong_password", "old_password"));
    }
    let findings = password::check_new(&account.login, &old, &new);
    if !findings.is_empty() {
        return Err(ApiError::Invalid(findings));
    }
    let hash = password::hash(new).await?;
    let (token, sha256) = token::new_token();
    let now_ms = state.clock.now_ms();
    let mut tx = state.db.write().await?;
    db::account::set_password(&mut tx, actor.account, &hash, false).await?;
    db::session::delete_sessions_of(&mut tx, actor.account).await?;
    let expires_at_ms = now_ms + token::lifetime_ms(kind);
    db::session::insert_session(&mut tx, &sha256, actor.account, kind, now_ms, expires_at_ms).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends the actor's session.
pub async fn log_out(state: &AppState, actor: &Actor) -> ApiResult<()> {
    let mut tx = state.db.write().await?;
    db::session::delete_session(&mut tx, &actor.session).await?;
    tx.commit().await?;
    Ok(())
}
