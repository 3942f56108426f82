//! Runs the tests of WASM code in a real browser, as cargo's runner for `wasm32-unknown-unknown`.
//!
//! The tests are ordinary `#[wasm_bindgen_test]` functions, so `wasm-bindgen-test-runner` runs them as well; but installing that program
//! costs five CPU minutes, and all it needs is compiled into this tool and into `end2end/` already. Here: the glue and a page that calls
//! the exported tests. There (`end2end/wasm-page.mjs`): the browser that opens the page and prints what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// How `#[wasm_bindgen_test]` marks its exports; a `$` before the first underscore says the test is ignored.
const PREFIX: &str = "__wbgt_";

/// Makes the page for a module and lets the browser run it.
pub fn run(module: &Path, filter: Option<&str>) -> Result<ExitCode> {
    let folder = std::env::temp_dir().join(format!("doorstep-wasm-test-{}", std::process::id()));
    let mut output = Bindgen::new()
        .input_path(module)
        .out_name("tests")
        .web(true)?
        .typescript(false)
        .debug(true)
        .keep_debug(false)
        .export_wasm(true)
        .emit_start(false)
        .generate_output()
        .with_context(|| format!("wasm-bindgen over {}", module.display()))?;
    let exports: Vec<String> = output.wasm().exports.iter().map(|export| export.name.clone()).collect();
    let tests: Vec<&String> = exports.iter().filter(|name| is_wanted(name, filter)).collect();
    if tests.is_empty() {
        crate::print_line("no WASM tests in this module");
        return Ok(ExitCode::SUCCESS);
    }
    output.emit(&folder)?;
    fs::write(folder.join("run.js"), page_script(&serde_json::to_string(&tests)?))?;
    fs::write(folder.join("index.html"), PAGE)?;
    let status = Command::new("node")
        .arg(browser_script()?)
        .arg(&folder)
        .status()
        .context("starting node, which drives the browser")?;
    fs::remove_dir_all(&folder)?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn is_wanted(export: &str, filter: Option<&str>) -> bool {
    let Some((modifiers, name)) = export.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_')) else {
        return false;
    };
    !modifiers.contains('$') && filter.is_none_or(|filter| name.contains(filter))
}

/// In the checkout that the tests are run in, which need not be the one that this tool was compiled in: cargo names the tested package's folder.
fn browser_script() -> Result<PathBuf> {
    const NAME: &str = "end2end/wasm-page.mjs";
    let package = std::env::var_os("CARGO_MANIFEST_DIR").context("only cargo starts this, as its runner")?;
    let found = Path::new(&package).ancestors().map(|folder| folder.join(NAME)).find(|script| script.is_file());
    found.with_context(|| format!("no {NAME} above {}", package.display()))
}

const PAGE: &str = r#"<!doctype html><meta charset="utf-8"><title>tests</title><pre id="output"></pre><pre id="console_output"></pre><script type="module" src="run.js"></script>"#;

/// The page's script: hands the exported tests to the test library, which writes its report into `#output`.
fn page_script(tests: &str) -> String {
    format!(
        r#"const captured = {{}};
for (const method of ["debug", "log", "info", "warn", "error"]) {{
  const original = console[method];
  console[method] = (...words) => {{ original.apply(console, words); captured[method]?.(words); }};
}}
window.__wbg_test_invoke = test => test();
const library = await import("./tests.js");
await library.default({{ module_or_path: "tests_bg.wasm" }});
for (const method of ["debug", "log", "info", "warn", "error"]) captured[method] = library[`__wbgtest_console_${{method}}`];
const context = new library.WasmBindgenTestContext(false);
context.include_ignored(false);
context.filtered_count(0);
try {{
  window.outcome = (await context.run({tests}.map(name => library.__wasm[name]))) ? "passed" : "failed";
}} catch (error) {{
  document.getElementById("output").append("\n" + error);
  window.outcome = "failed";
}}
"#
    )
}
