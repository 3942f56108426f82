//! The language of the moment: Chinese is always here, English once its words are.

use super::browser;
use super::context::Phone;
use crate::sync::http::Http;
use crate::sync::transport::{Call, Transport};
use crate::ui::preference;
use domain::language::{Language, english};

/// What was chosen on this phone, as far as it can be shown now.
pub async fn remembered() -> Language {
    show(browser::remembered(preference::LANGUAGE).map_or(Language::Zh, |tag| Language::from_tag(&tag))).await
}

/// Chooses a language for this phone; the whole page is drawn anew.
pub async fn choose(phone: Phone, language: Language) {
    browser::remember(preference::LANGUAGE, Some(language.tag()));
    phone.language.set(show(language).await);
}

/// Makes a language ready and says which one it has become: Chinese if the words of the other cannot be had.
async fn show(language: Language) -> Language {
    let shown = match language {
        Language::En if !english::is_here() && fetch_english().await.is_none() => Language::Zh,
        other => other,
    };
    browser::set_root_attribute("lang", Some(shown.tag()));
    shown
}

/// The shell names the file (`public/field.html`); the service worker has it on the phone.
async fn fetch_english() -> Option<()> {
    let path = browser::root_attribute("data-english")?;
    let reply = Http.call(Call::get(path)).await.ok()?;
    // A captive portal answers with a page of its own.
    let is_ours = reply.status == 200 && reply.content_type == "text/plain";
    english::take(String::from_utf8(reply.body).ok().filter(|_| is_ours)?);
    Some(())
}
