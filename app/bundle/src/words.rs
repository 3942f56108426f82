//! The English of `app/src/words`: the phone's module holds every text in Chinese only and fetches this file when it shows English.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use proc_macro2::{TokenStream, TokenTree};
use syn::Lit;

/// A file that says this holds words of the server's pages, which the phone never shows.
const NOT_FOR_THE_PHONE: &str = "#![cfg(feature = \"pages\")]";

/// Names of categories, called `word("…", "…")` like the words of the screens.
const NAMES: &str = "src/need/taxonomy.rs";
/// Whole texts, such as `fee_paid_v1.en.txt`, which a phone finds by this name's beginning.
const TEXTS: &str = "content";
const TEXT_ENDS: &str = ".en.txt";

/// Chinese, or the name of a text, and English in turn with a tab behind each, in their order: what `domain::language::english::take` reads.
pub fn english(folder: &Path, domain: &Path) -> Result<String> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let source = fs::read_to_string(&path)?;
        // `mod.rs` has the function itself.
        if !path.ends_with("mod.rs") && !source.contains(NOT_FOR_THE_PHONE) {
            collect(tokens(&source)?, &mut texts).with_context(|| format!("in {}", path.display()))?;
        }
    }
    let names = domain.join(NAMES);
    collect(tokens(&fs::read_to_string(&names)?)?, &mut texts).with_context(|| format!("in {}", names.display()))?;
    for entry in fs::read_dir(domain.join(TEXTS))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(TEXT_ENDS) {
            let text = fs::read_to_string(&path)?;
            ensure!(!text.contains('\t'), "{}: a tab ends a text", path.display());
            texts.insert(name.to_owned(), text);
        }
    }
    Ok(texts.iter().flat_map(|(key, text)| [key, "\t", text, "\t"]).collect())
}

fn tokens(source: &str) -> Result<TokenStream> {
    source.parse().map_err(|error| anyhow!("this is not Rust: {error}"))
}

/// Finds every call `word("…", "…")`.
fn collect(tokens: TokenStream, texts: &mut BTreeMap<String, String>) -> Result<()> {
    let mut is_call = false;
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            if is_call {
                add(group.stream(), texts)?;
            }
            collect(group.stream(), texts)?;
        }
        is_call = matches!(&token, TokenTree::Ident(name) if name == "word");
    }
    Ok(())
}

fn add(arguments: TokenStream, texts: &mut BTreeMap<String, String>) -> Result<()> {
    let said = arguments.to_string();
    let literals: Vec<Lit> = arguments.into_iter().filter_map(literal).collect();
    let [Lit::Str(zh), Lit::Str(en)] = literals.as_slice() else { bail!("word({said}): two texts are wanted") };
    let (zh, en) = (zh.value(), en.value());
    ensure!(![&zh, &en].iter().any(|text| text.contains(['\n', '\t'])), "word({said}): a text is one line");
    match texts.insert(zh.clone(), en.clone()) {
        Some(other) if other != en => {
            bail!("{zh} is both “{other}” and “{en}”: the phone finds the English by the Chinese")
        }
        _ => Ok(()),
    }
}

fn literal(token: TokenTree) -> Option<Lit> {
    match token {
        TokenTree::Literal(literal) => Some(Lit::new(literal)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Result<BTreeMap<String, String>> {
        let mut texts = BTreeMap::new();
        collect(tokens(source)?, &mut texts)?;
        Ok(texts)
    }

    #[test]
    fn every_word_that_the_phone_may_say_is_in_the_list() -> Result<()> {
        let app = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("..");
        let list = english(&app.join("src/words"), &app.join("domain"))?;
        let parts: Vec<&str> = list.split_terminator('\t').collect();
        let pairs: Vec<&[&str]> = parts.chunks(2).collect();
        assert!(pairs.iter().all(|pair| pair.len() == 2 && !pair[1].is_empty()));
        // What is signed is the same, letter for letter, wherever it is shown.
        let fee = include_str!("../../domain/content/fee_paid_v1.en.txt");
        assert!(pairs.contains(&["fee_paid_v1", fee].as_slice()));
        assert!(pairs.windows(2).all(|two| two[0][0] < two[1][0]), "a phone looks a text up by halves");
        for pair in [["登录", "Log in"], ["安全隐患", "Danger"], ["很不满意", "Very bad"], ["停电", "No power"]]
        {
            assert!(pairs.contains(&pair.as_slice()), "{pair:?}");
        }
        Ok(())
    }

    #[test]
    fn words_are_found_wherever_they_stand() -> Result<()> {
        let source =
            r#"pub const A: Word = word("一", "one \"1\""); fn f() { match x { X::B => word("二", "two",), } } word"#;
        let found = read(source)?;
        assert_eq!(found.get("一").map(String::as_str), Some("one \"1\""));
        assert_eq!(found.get("二").map(String::as_str), Some("two"));
        Ok(())
    }

    #[test]
    fn what_a_phone_could_not_find_is_an_error() {
        for source in [r#"word(zh, "one")"#, r#"word("一", "one"); word("一", "1")"#, r#"word("一\n", "one")"#] {
            assert!(read(source).is_err(), "{source}");
        }
    }
}
