//! Makes the site: everything that the browser downloads, from one compiled WASM module and the folders `style/` and `public/`.
//!
//! ```text
//! bundle --wasm target/wasm32-unknown-unknown/phone/app.wasm --style style --public public --words app/src/words --domain app/domain --out target/site [--dev]
//! bundle test MODULE.wasm [FILTER]       (a cargo runner: tests of WASM code in a real browser)
//! ```
//!
//! # What comes out: `site.json`
//!
//! The server reads one file, `OUT/site.json`, and serves exactly what it lists:
//!
//! ```json
//! {
//!   "build": "5f0c9d1e22aa",
//!   "field.css": {
//!     "url": "/pkg/field.1c0a4be2f7d1.css",
//!     "file": "pkg/field.1c0a4be2f7d1.css",
//!     "type": "text/css; charset=utf-8",
//!     "immutable": true,
//!     "size_bytes": 20510,
//!     "brotli_bytes": 4011
//!   }
//! }
//! ```
//!
//! - The key is the logical name (`field.css`, `icons/door.svg`); pages ask for the `url` by it.
//! - `file` is relative to `OUT`. When `brotli_bytes` is not null, `file` + `.br` holds the same bytes in brotli.
//! - `immutable` files lie under `pkg/`, carry the hash of their content in the name and may be cached for ever; the others (`field.html`, `sw.js`,
//!   `manifest.webmanifest`) keep their address and must be asked for again each time (`no-cache`).
//! - `field.html` has the URL `/field/`: the server answers it for every navigation below `/field/`.
//! - `build` changes whenever anything that the phone keeps changes.
//!
//! Text files in `public/` may name other files as `{{field.css}}`; the bundler puts the URL there. No inline script is ever written:
//! the content security policy forbids it.

mod args;
mod glue;
mod likeness;
mod module;
mod pack;
mod panics;
mod shell;
mod site;
mod style;
mod ties;
mod unsaid;
mod wasm_test;
mod words;

use std::process::ExitCode;

use anyhow::Result;

use crate::args::{Args, Job};
use crate::module::Tools;
use crate::site::Site;

/// What the field app may weigh after brotli, module and scripts together.
const FIELD_BUDGET_BYTES: usize = 180_000;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprint_line(&format!("bundle: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    match Args::parse(std::env::args().skip(1))? {
        Job::Site(args) => make_site(&args).map(|()| ExitCode::SUCCESS),
        Job::Test { module, filter } => wasm_test::run(&module, filter.as_deref()),
    }
}

fn make_site(args: &Args) -> Result<()> {
    let mut site = Site::new(&args.out, args.dev)?;
    let tools = if args.dev { None } else { Tools::find(&args.tools) };
    let mut field = module::bind(&args.wasm, tools.is_some())?;
    if let Some(tools) = &tools {
        field = module::shrink(&field, tools)?;
    }
    // Not yet part of the script: files beside it.
    for (address, text) in &field.own {
        let name = address.rsplit('/').next().unwrap_or(address);
        site.add_hashed(name, text.as_bytes())?;
        let url = site.urls(|known| known == name).concat();
        for quote in ['"', '\''] {
            field.script =
                field.script.replace(&format!("from {quote}{address}{quote}"), &format!("from {quote}{url}{quote}"));
        }
    }
    site.add_hashed("field.wasm", &field.wasm)?;
    site.add_hashed("field.js", field.script.as_bytes())?;
    site.add_hashed("words.en.txt", words::english(&args.words, &args.domain)?.as_bytes())?;
    style::add_entries(&mut site, &args.style)?;
    shell::add_public(&mut site, &args.public, tools.as_ref())?;
    site.finish()?;

    for line in site.report() {
        print_line(&line);
    }
    let weight = site.transfer_bytes(is_field_app);
    print_line(&format!("field app, module and scripts after brotli: {weight} bytes (budget {FIELD_BUDGET_BYTES})"));
    if !args.dev && weight > FIELD_BUDGET_BYTES {
        anyhow::bail!("the field app is too heavy: {weight} bytes, {FIELD_BUDGET_BYTES} are allowed");
    }
    Ok(())
}

/// The module and all JavaScript: no other page has any.
fn is_field_app(name: &str) -> bool {
    name == "field.wasm" || name.ends_with(".js")
}

#[allow(clippy::print_stdout)]
fn print_line(line: &str) {
    println!("{line}");
}

#[allow(clippy::print_stderr)]
fn eprint_line(line: &str) {
    eprintln!("{line}");
}
