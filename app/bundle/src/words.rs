//! The English of `app/src/words`: the phone's module holds every text in Chinese only and fetches this file when it shows English.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use proc_macro2::{TokenStream, TokenTree};
use syn::Lit;

/// A file that says this holds words of the server's pages, which the phone never shows.
const NOT_FOR_THE_PHONE: &str = "#![cfg(feature = \"pages\")]";

/// A line of Chinese and a line of English in turn, in the order of the Chinese: what `words::english::take` reads.
pub fn english(folder: &Path) -> Result<String> {
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        let source = fs::read_to_string(&path)?;
        // `mod.rs` has the function itself.
        if !path.ends_with("mod.rs") && !source.contains(NOT_FOR_THE_PHONE) {
            collect(tokens(&source)?, &mut texts).with_context(|| format!("in {}", path.display()))?;
        }
    }
    let lines: Vec<&str> = texts.iter().flat_map(|(zh, en)| [zh.as_str(), en.as_str()]).collect();
    Ok(lines.join("\n"))
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
    ensure!(!zh.contains('\n') && !en.contains('\n'), "word({said}): a text is one line");
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
        let here = std::path::PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
        let list = english(&here.join("../src/words"))?;
        let lines: Vec<&str> = list.split('\n').collect();
        let pairs: Vec<&[&str]> = lines.chunks(2).collect();
        assert!(pairs.iter().all(|pair| pair.len() == 2 && !pair[1].is_empty()));
        assert!(pairs.windows(2).all(|two| two[0][0] < two[1][0]), "a phone looks a text up by halves");
        for pair in [["登录", "Log in"], ["安全隐患", "Danger"], ["很不满意", "Very bad"]] {
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
