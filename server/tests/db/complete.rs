//! No function of the database layer is missing from the contract.

use std::fs;
use std::path::{Path, PathBuf};

fn texts(folder: &Path, into: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_database_function_is_called_by_a_story_that_runs_on_both() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap());
    let (mut sources, mut stories) = (vec![], vec![]);
    texts(&root.join("src/db"), &mut sources);
    for folder in ["tests/db", "tests/api", "tests/resident", "tests/console", "tests/roster"] {
        let folder = root.join(folder);
        if folder.is_dir() {
            texts(&folder, &mut stories);
        }
    }
    let stories = stories.concat();
    let mut missing = vec![];
    for source in &sources {
        for rest in source.split("\npub async fn ").skip(1) {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !stories.contains(&format!("{name}(")) {
                missing.push(name);
            }
        }
    }
    assert!(missing.is_empty(), "not in any story on both databases: {missing:?}");
}
