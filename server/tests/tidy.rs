//! The rules of the house that a machine can check. Each failure names the file and the rule, so that it can be put right without reading this file.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Files over the limit, each with the reason why it reads better in one piece.
const LONG_FILES: [(&str, &str); 1] = [(
    "end2end/verify-evidence.mjs",
    "an expert gets this one file: the format and its check, with nothing of ours beside it",
)];

const LONGEST_FILE_LINES: usize = 300;

/// A folder, the words its files may not name, and why.
const FORBIDDEN: [(&str, &[&str], &str); 10] = [
    ("server/src/api", &["sqlx"], "SQL lives in db/"),
    ("server/src/pages", &["sqlx"], "SQL lives in db/"),
    ("server/src/db", &["axum"], "the database knows nothing of HTTP"),
    ("server/src/jobs", &["axum"], "a job has no request"),
    (
        "app/src/ui",
        &["crate::field", "crate::console", "crate::resident", "crate::store", "crate::sync"],
        "widgets know labels and values, and no feature",
    ),
    (
        "app/src/resident",
        &["crate::field", "crate::store", "wasm_bindgen", "<script", "inner_html"],
        "a resident's page is plain HTML",
    ),
    (
        "app/src/console",
        &["crate::field", "crate::store", "wasm_bindgen", "inner_html"],
        "the console is rendered by the server",
    ),
    (
        "app/domain/src",
        &[
            "SystemTime",
            "Utc::now",
            "Local::now",
            "Instant::now",
            "std::fs",
            "std::net",
            "std::env",
            "web_sys",
            "leptos",
            "tokio",
            "now_v7",
        ],
        "the core is pure: time, ids and data come in as arguments",
    ),
    ("app/src/field", &["inner_html"], "texts are escaped; only ui/ draws its own icons"),
    ("app/src", &[" style=\""], "the content security policy forbids inline style"),
];

/// Looked up when the test runs: a target folder may have been filled from another checkout.
fn root() -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo names it"))
        .join("..")
        .canonicalize()
        .expect("the workspace is there")
}

/// Every file of the project with one of the extensions, as (path from the root, text). Built and downloaded things are left out.
fn files(below: &str, extensions: &[&str]) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut open = vec![root.join(below)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.expect("a readable folder").path()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() && !["target", "node_modules", ".git", "data", "shots"].contains(&name.as_str()) {
                open.push(path);
            } else if path.extension().is_some_and(|found| extensions.contains(&found.to_string_lossy().as_ref())) {
                let text = fs::read_to_string(&path).expect("a text file");
                found.push((path.strip_prefix(&root).expect("below the root").display().to_string(), text));
            }
        }
    }
    found.sort();
    found
}

fn assert_none(rule: &str, offenders: &[String]) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}

#[test]
fn every_rust_file_says_on_top_what_it_is_for() {
    let bare: Vec<String> =
        files("", &["rs"]).into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(path, _)| path).collect();
    assert_none("no //! on top", &bare);
}

#[test]
fn a_file_fits_in_the_head() {
    let is_excused = |path: &str| LONG_FILES.iter().any(|(excused, _)| *excused == path);
    let long: Vec<String> = files("", &["rs", "css", "js", "mjs", "sh", "sql"])
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(path, lines)| *lines > LONGEST_FILE_LINES && !is_excused(path))
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert_none("split it, or state the reason in LONG_FILES", &long);
}

#[test]
fn an_excuse_for_a_long_file_is_still_needed() {
    let stale: Vec<String> = LONG_FILES
        .iter()
        .filter(|(path, _)| {
            fs::read_to_string(root().join(path)).map_or(0, |text| text.lines().count()) <= LONGEST_FILE_LINES
        })
        .map(|(path, _)| (*path).to_owned())
        .collect();
    assert_none("no longer long: take it off LONG_FILES", &stale);
}

#[test]
fn no_folder_names_what_it_must_not_know() {
    let mut offenders = Vec::new();
    for (folder, words, reason) in FORBIDDEN {
        for (path, text) in files(folder, &["rs"]) {
            for (number, line) in code_lines(&text) {
                for word in words.iter().filter(|word| line.contains(**word)) {
                    offenders.push(format!("{path}:{number}: {word} ({reason})"));
                }
            }
        }
    }
    assert_none("a folder names what it must not know", &offenders);
}

/// Numbered lines without comments, up to the unit tests: tests may use what the code may not.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(index, line)| (index + 1, line))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn nothing_is_called_by_a_word_that_means_nothing() {
    let vague = ["util", "utils", "helper", "helpers", "common", "misc"];
    let stem = |path: &str| Path::new(path).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let is_vague =
        |path: &str| vague.contains(&stem(path).as_str()) || path.split('/').any(|part| vague.contains(&part));
    let named: Vec<String> = files("", &["rs", "css", "js", "mjs"])
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| is_vague(path))
        .collect();
    assert_none("what has no noun is not understood yet", &named);
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    // Written in halves, so that this file does not name them either.
    let places = [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/"), concat!("../sha", "red")];
    let mut offenders = Vec::new();
    for (path, text) in files("", &["rs", "md", "mjs", "js", "css", "html", "sh", "toml", "sql", "json"]) {
        for (index, line) in text.lines().enumerate() {
            if places.iter().any(|place| line.contains(place)) {
                offenders.push(format!("{path}:{}: {}", index + 1, line.trim()));
            }
        }
    }
    assert_none("the project must build anywhere", &offenders);
}

#[test]
fn the_npm_lock_file_names_no_download_address() {
    let lock = fs::read_to_string(root().join("end2end/package-lock.json")).expect("the lock file");
    assert!(!lock.contains("\"resolved\""), "end2end/.npmrc leaves the addresses out: run npm install there again");
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |folder: &str| -> BTreeSet<String> {
        let folder = root().join("server/migrations").join(folder);
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    assert!(!sqlite.is_empty(), "no migrations");
    assert_eq!(sqlite, postgres, "a migration has a twin of the same name");
}

#[test]
fn every_migration_says_why() {
    let silent: Vec<String> = files("server/migrations", &["sql"])
        .into_iter()
        .filter(|(_, text)| !text.trim_start().starts_with("--"))
        .map(|(path, _)| path)
        .collect();
    assert_none("no comment on top", &silent);
}

#[test]
fn what_the_map_names_exists() {
    let map = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap_or_default();
    let missing: Vec<String> = in_backticks(&map)
        .filter(|word| {
            word.contains('/') && !word.contains([' ', '{', '<', '*', '…', ':', '`']) && !word.starts_with('/')
        })
        .filter(|word| !root().join(word).exists())
        .map(str::to_owned)
        .collect();
    assert_none("ARCHITECTURE.md names what is not there", &missing);
}

fn in_backticks(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.starts_with("```")).flat_map(|line| line.split('`').skip(1).step_by(2))
}

#[test]
fn every_text_exists_in_both_languages() {
    let mut empty = Vec::new();
    for (path, text) in files("app/src", &["rs"]) {
        for (number, line) in code_lines(&text) {
            if let Some((_, call)) = line.split_once("word(\"")
                && (call.starts_with('"') || call.contains("\", \"\")"))
            {
                empty.push(format!("{path}:{number}"));
            }
        }
    }
    assert_none("an empty text", &empty);
}

#[test]
fn the_shell_carries_no_inline_script_or_style() {
    for (path, text) in files("public", &["html"]) {
        for (number, line) in text.lines().enumerate() {
            let inline = line.contains("<script>")
                || line.contains("<style")
                || line.contains(" style=")
                || line.contains(" onclick=");
            assert!(!inline, "{path}:{}: the content security policy refuses it", number + 1);
        }
    }
}
