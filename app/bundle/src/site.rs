//! The site while it is made: every file with its hash, its brotli twin and its line in `site.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::pack;

/// A file of the site as the server and the other files know it.
#[derive(Debug, Clone, Serialize)]
pub struct Asset {
    /// Where the browser asks for it.
    pub url: String,
    /// Where it lies, relative to the site's folder.
    pub file: String,
    /// The content type.
    #[serde(rename = "type")]
    pub content_type: &'static str,
    /// Whether the address changes with the content.
    pub immutable: bool,
    /// Size as it is.
    pub size_bytes: usize,
    /// Size of the `.br` file beside it, if there is one.
    pub brotli_bytes: Option<usize>,
    /// SHA-256 of the content, for the build id.
    #[serde(skip)]
    hash: String,
}

/// The site's folder and list.
pub struct Site {
    out: PathBuf,
    dev: bool,
    assets: BTreeMap<String, Asset>,
    build: String,
}

impl Site {
    /// Starts an empty site. What an earlier build left in the folder is removed at the end, not now: a running server keeps its files.
    pub fn new(out: &Path, dev: bool) -> Result<Self> {
        fs::create_dir_all(out.join("pkg")).with_context(|| format!("making {}", out.display()))?;
        Ok(Self { out: out.to_owned(), dev, assets: BTreeMap::new(), build: String::new() })
    }

    /// Adds a file whose address carries the hash of its content.
    pub fn add_hashed(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let hash = hash_of(bytes);
        let (stem, extension) = name.rsplit_once('.').with_context(|| format!("{name} has no extension"))?;
        let file = format!("pkg/{stem}.{}.{extension}", &hash[..12]);
        self.add(name, format!("/{file}"), file, true, hash, bytes)
    }

    /// Adds a file that keeps its address.
    pub fn add_fixed(&mut self, name: &str, url: &str, bytes: &[u8]) -> Result<()> {
        self.add(name, url.to_owned(), name.to_owned(), false, hash_of(bytes), bytes)
    }

    fn add(
        &mut self,
        name: &str,
        url: String,
        file: String,
        immutable: bool,
        hash: String,
        bytes: &[u8],
    ) -> Result<()> {
        let path = self.out.join(&file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let content_type = content_type(name)?;
        let brotli_bytes = match is_text_like(content_type) {
            true => Some(write_brotli(&path, bytes, self.dev)?),
            false => None,
        };
        fs::write(&path, bytes).with_context(|| format!("writing {}", path.display()))?;
        let asset = Asset { url, file, content_type, immutable, size_bytes: bytes.len(), brotli_bytes, hash };
        self.assets.insert(name.to_owned(), asset);
        Ok(())
    }

    /// Puts the URL of a file wherever a text says `{{its name}}`; an unknown name is an error.
    pub fn fill(&self, text: &str) -> Result<String> {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, after) = after.split_once("}}").context("{{ without }}")?;
            filled.push_str(before);
            match self.assets.get(name.trim()) {
                Some(asset) => filled.push_str(&asset.url),
                None => bail!("no file is called {name}"),
            }
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// The addresses of the files that a predicate picks by logical name.
    pub fn urls(&self, pick: impl Fn(&str) -> bool) -> Vec<&str> {
        self.assets.iter().filter(|(name, _)| pick(name)).map(|(_, asset)| asset.url.as_str()).collect()
    }

    /// Fixes the build's short id: everything added so far, and the service worker's own text.
    pub fn fix_build(&mut self, worker: &str) -> &str {
        let line = |(name, asset): (&String, &Asset)| format!("{name} {}\n", asset.hash);
        let all: String = self.assets.iter().map(line).chain([worker.to_owned()]).collect();
        self.build = hash_of(all.as_bytes())[..12].to_owned();
        &self.build
    }

    /// Writes `site.json` and removes what no longer belongs to the site.
    pub fn finish(&self) -> Result<()> {
        let mut json = serde_json::to_value(&self.assets)?;
        json["build"] = self.build.as_str().into();
        fs::write(self.out.join("site.json"), serde_json::to_string_pretty(&json)?)?;
        self.remove_strangers(&self.out.join("pkg"))
    }

    fn remove_strangers(&self, folder: &Path) -> Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                self.remove_strangers(&path)?;
                continue;
            }
            let file = path.strip_prefix(&self.out)?.to_string_lossy().into_owned();
            let plain = file.strip_suffix(".br").unwrap_or(&file);
            if !self.assets.values().any(|asset| asset.file == plain) {
                fs::remove_file(&path)?;
            }
        }
        Ok(())
    }

    /// Bytes that travel for the files that a predicate picks by logical name.
    pub fn transfer_bytes(&self, pick: impl Fn(&str) -> bool) -> usize {
        let picked = self.assets.iter().filter(|(name, _)| pick(name));
        picked.map(|(_, asset)| asset.brotli_bytes.unwrap_or(asset.size_bytes)).sum()
    }

    /// One line per file: name, size, size after brotli.
    pub fn report(&self) -> Vec<String> {
        let line = |(name, asset): (&String, &Asset)| {
            let brotli = asset.brotli_bytes.map(|size| format!("{size} brotli")).unwrap_or_default();
            format!("{name:<28} {:>9} {brotli}", asset.size_bytes)
        };
        self.assets.iter().map(line).collect()
    }
}

fn hash_of(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn write_brotli(path: &Path, bytes: &[u8], dev: bool) -> Result<usize> {
    let mut twin = path.as_os_str().to_owned();
    twin.push(".br");
    let packed = if dev { pack::quickly(bytes)? } else { pack::small(bytes)? };
    fs::write(&twin, &packed)?;
    Ok(packed.len())
}

fn content_type(name: &str) -> Result<&'static str> {
    Ok(match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webp") => "image/webp",
        Some("woff2") => "font/woff2",
        Some("txt") => "text/plain; charset=utf-8",
        _ => bail!("{name}: what type of file is this? Add it to the list in site.rs"),
    })
}

fn is_text_like(content_type: &str) -> bool {
    !matches!(content_type, "image/png" | "image/webp" | "font/woff2")
}
