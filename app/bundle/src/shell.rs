//! What lies in `public/`: icons and other files as they are, then the texts that name them.
//!
//! Order matters, because a hash must exist before it can be named: plain files, the scripts, the manifest, the shell, the service worker.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::module::Tools;
use crate::site::Site;

/// Scripts, hashed, in the order they name each other, each with the newest JavaScript that it is written in.
const SCRIPTS: [(&str, &str); 2] = [("start.js", "es2022"), ("boot.js", "es5")];

/// Adds everything from the folder, the service worker last; its own scripts without what only their readers need.
pub fn add_public(site: &mut Site, folder: &Path, tools: Option<&Tools>) -> Result<()> {
    let scripts = SCRIPTS.map(|(name, _)| name);
    let later = ["field.html", "sw.js", "manifest.webmanifest", "robots.txt"];
    let small = |text: String, newest| tools.map_or(Ok(text.clone()), |tools| tools.small_script(&text, newest));
    for path in files_below(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        if !later.contains(&name.as_str()) && !scripts.contains(&name.as_str()) {
            site.add_hashed(&name, &fs::read(&path)?)?;
        }
    }
    for (name, newest) in SCRIPTS {
        let text = small(filled(site, folder, name)?, newest)?;
        site.add_hashed(name, text.as_bytes())?;
    }
    for (name, url) in
        [("robots.txt", "/robots.txt"), ("manifest.webmanifest", "/manifest.webmanifest"), ("field.html", "/field/")]
    {
        let text = filled(site, folder, name)?;
        site.add_fixed(name, url, text.as_bytes())?;
    }
    let worker = service_worker(site, &small(read(folder, "sw.js")?, "es2020")?)?;
    site.add_fixed("sw.js", "/sw.js", worker.as_bytes())
}

/// Puts the build id and the list of what the phone keeps on top of the service worker.
fn service_worker(site: &mut Site, text: &str) -> Result<String> {
    let build = site.fix_build(text).to_owned();
    let urls = serde_json::to_string_pretty(&site.urls(is_kept_on_the_phone))?;
    Ok(format!("const BUILD = \"{build}\";\nconst KEPT = {urls};\n{text}"))
}

/// The phone keeps what the field app shows; the pages of residents and of the console are not its business.
fn is_kept_on_the_phone(name: &str) -> bool {
    !matches!(name, "resident.css" | "console.css" | "robots.txt" | "sw.js") && !name.starts_with("pages/")
}

fn filled(site: &Site, folder: &Path, name: &str) -> Result<String> {
    site.fill(&read(folder, name)?).with_context(|| format!("in {name}"))
}

fn read(folder: &Path, name: &str) -> Result<String> {
    let path = folder.join(name);
    fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        match path.is_dir() {
            true => found.extend(files_below(&path)?),
            false => found.push(path),
        }
    }
    found.retain(|path| !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')));
    found.sort();
    Ok(found)
}
