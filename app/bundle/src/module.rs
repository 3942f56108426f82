//! The field app's module: wasm-bindgen's glue, and `wasm-opt` when it is there.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

/// The module and the script that loads it.
pub struct Module {
    /// The bytes the browser compiles.
    pub wasm: Vec<u8>,
    /// An ES module whose default export starts the app.
    pub script: String,
}

/// Makes the glue for a module that the compiler wrote.
pub fn bind(path: &Path) -> Result<Module> {
    let mut output = Bindgen::new()
        .input_path(path)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The start script names the hashed file; the default would point at a name that does not exist.
        .omit_default_module_path(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen over {}", path.display()))?;
    if output.snippets().values().any(|list| !list.is_empty()) || !output.local_modules().is_empty() {
        bail!("a crate brings script files of its own; the site has no place for them yet");
    }
    Ok(Module { wasm: output.wasm_mut().emit_wasm(), script: output.js().to_owned() })
}

/// Lets `wasm-opt` make the module smaller; without it the module stays as it is.
pub fn shrink(module: Module, wasm_opt: Option<&Path>) -> Result<Module> {
    let Some(wasm_opt) = wasm_opt else { return Ok(module) };
    let folder = std::env::temp_dir().join(format!("doorstep-bundle-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let (before, after) = (folder.join("before.wasm"), folder.join("after.wasm"));
    std::fs::write(&before, &module.wasm)?;
    // What rustc's wasm32 target emits today; a module may use less.
    let features = [
        "--enable-bulk-memory",
        "--enable-reference-types",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-sign-ext",
    ];
    let status = Command::new(wasm_opt)
        // Inlining makes the module smaller but its brotli a tenth larger: equal pieces stop being equal.
        .args(["--no-inline=*", "-Oz", "--strip-debug"])
        .args(features)
        .arg(&before)
        .arg("-o")
        .arg(&after)
        .status()
        .with_context(|| format!("starting {}", wasm_opt.display()))?;
    if !status.success() {
        bail!("wasm-opt failed: {status}");
    }
    let wasm = std::fs::read(&after)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(Module { wasm, ..module })
}
