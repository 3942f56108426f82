//! The style: one file per audience, its partials pulled in by `@import`, minified for old browsers.

use std::path::Path;

use anyhow::{Result, anyhow};
use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions};
use lightningcss::targets::{Browsers, Targets};

use crate::site::Site;

/// One entry per audience. A file that is not there yet is skipped.
const ENTRIES: [&str; 3] = ["field.css", "resident.css", "console.css"];

/// Bundles the entries of the style folder into the site.
pub fn add_entries(site: &mut Site, folder: &Path) -> Result<()> {
    for name in ENTRIES {
        let path = folder.join(name);
        if path.exists() {
            let text = bundle(&path)?;
            site.add_hashed(name, site.fill(&text)?.as_bytes())?;
        }
    }
    Ok(())
}

fn bundle(path: &Path) -> Result<String> {
    let files = FileProvider::new();
    let targets = Targets::from(oldest_browsers());
    let mut sheet = Bundler::new(&files, None, ParserOptions::default())
        .bundle(path)
        .map_err(|error| anyhow!("{}: {error}", path.display()))?;
    sheet
        .minify(MinifyOptions { targets, ..MinifyOptions::default() })
        .map_err(|error| anyhow!("{}: {error}", path.display()))?;
    let printed = sheet
        .to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() })
        .map_err(|error| anyhow!("{}: {error}", path.display()))?;
    Ok(printed.code)
}

/// What the style is lowered to: the oldest web views that residents scan with (model 5.1).
fn oldest_browsers() -> Browsers {
    let version = |major: u32| Some(major << 16);
    Browsers {
        chrome: version(66),
        android: version(66),
        safari: version(12),
        ios_saf: version(12),
        firefox: version(78),
        ..Browsers::default()
    }
}
