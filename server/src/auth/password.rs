//! Passwords: Argon2id, and the few rules that keep the worst ones out.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use domain::finding::Finding;

/// Hashes a password (about 20 ms of one core, off the async threads).
pub async fn hash(password: String) -> anyhow::Result<String> {
    tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(anyhow::Error::msg)
    })
    .await?
}

/// Whether a password is the one behind a hash. An unreadable hash matches nothing.
pub async fn matches(password: String, hash: String) -> anyhow::Result<bool> {
    let check = move || match PasswordHash::new(&hash) {
        Ok(parsed) => Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok(),
        Err(_) => false,
    };
    Ok(tokio::task::spawn_blocking(check).await?)
}

/// What is wrong with a new password: at least 8 characters, not the login, not the old one (rules 4.5).
pub fn check_new(login: &str, old: &str, new: &str) -> Vec<Finding> {
    let mut findings = domain::finding::Findings::default();
    findings
        .when(new.chars().count() < 8, "password_too_short", "new_password")
        .when(new.chars().count() > 200, "too_long", "new_password")
        .when(new == old, "password_unchanged", "new_password")
        .when(
            !login.is_empty() && new.to_lowercase().contains(&login.to_lowercase()),
            "password_has_login",
            "new_password",
        );
    findings.into_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let hashed = hash("春天来了八点整".to_owned()).await.unwrap();
        assert!(hashed.starts_with("$argon2id$"));
        assert!(matches("春天来了八点整".to_owned(), hashed.clone()).await.unwrap());
        assert!(!matches("春天来了八点半".to_owned(), hashed).await.unwrap());
        assert!(!matches("x".to_owned(), "garbage".to_owned()).await.unwrap());
    }

    #[test]
    fn weak_new_passwords_are_named() {
        let codes = |new: &str| check_new("wang", "oldpassword", new).into_iter().map(|f| f.code).collect::<Vec<_>>();
        assert_eq!(codes("short"), ["password_too_short"]);
        assert_eq!(codes("oldpassword"), ["password_unchanged"]);
        assert_eq!(codes("Wang2026!"), ["password_has_login"]);
        assert!(codes("门前有两棵枣树呢").is_empty());
    }
}
