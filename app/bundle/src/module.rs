//! The field app's module: wasm-bindgen's glue, and what makes both smaller.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::glue::OWN;
use crate::ties::Ties;
use crate::{glue, likeness, panics, print_line, unsaid};

/// The module and the script that loads it.
pub struct Module {
    /// The bytes the browser compiles.
    pub wasm: Vec<u8>,
    /// An ES module whose default export starts the app.
    pub script: String,
    /// Scripts of the app's own that it imports: the address in the import, and the text.
    pub own: Vec<(String, String)>,
}

/// Makes the glue for a module that the compiler wrote. If it is to be shrunk, its panics fall silent and the functions' names stay
/// for [`shrink`].
pub fn bind(path: &Path, is_shrunk: bool) -> Result<Module> {
    let file = fs::read(path)?;
    let input = read(&file, is_shrunk).with_context(|| format!("reading {}", path.display()))?;
    let ties = is_shrunk.then(|| Ties::read(&file, &input));
    let mut output = Bindgen::new()
        .input_module("app", input)
        .web(true)?
        .typescript(false)
        .remove_name_section(!is_shrunk)
        .remove_producers_section(true)
        // The start script names the hashed file; the default would point at a name that does not exist.
        .omit_default_module_path(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen over {}", path.display()))?;
    if output.snippets().values().any(|list| !list.is_empty()) {
        bail!("a crate brings script text inside its code; the site has no place for it yet");
    }
    let address = |name: &String| format!("{OWN}{name}");
    let own = output.local_modules().iter().map(|(name, text)| (address(name), text.clone())).collect();
    let script = output.js().to_owned();
    let wasm = output.wasm_mut();
    if let Some(ties) = ties {
        panics::silence(wasm);
        // What does not fit is no reason for less than a whole app.
        match ties {
            Ok(ties) => unsaid::forget(wasm, &ties),
            Err(error) => print_line(&format!("what nobody names stays in the module: {error:#}")),
        }
    }
    let script = glue::shorten(&script, wasm)?;
    Ok(Module { wasm: wasm.emit_wasm(), script, own })
}

/// The module as the linker wrote it, without what it says of its own work.
fn read(file: &[u8], has_names: bool) -> Result<walrus::Module> {
    // As wasm-bindgen reads a file itself.
    let mut module = walrus::ModuleConfig::new()
        .strict_validate(false)
        .generate_dwarf(false)
        .generate_name_section(has_names)
        .generate_producers_section(false)
        .parse(file)?;
    let is_the_linkers = |name: &str| name == "linking" || name.starts_with("reloc.");
    let sections = module.customs.iter().filter(|(_, section)| is_the_linkers(section.name()));
    let ids: Vec<_> = sections.map(|(id, _)| id).collect();
    for id in ids {
        module.customs.delete(id);
    }
    Ok(module)
}

/// The programs that make the site smaller. Without them it is as correct, only larger.
pub struct Tools {
    wasm_opt: PathBuf,
    esbuild: PathBuf,
}

impl Tools {
    /// From the npm modules, if they are installed.
    pub fn find(folder: &Path) -> Option<Self> {
        let find = |name: &str| Some(folder.join("node_modules/.bin").join(name)).filter(|path| path.exists());
        Some(Self { wasm_opt: find("wasm-opt")?, esbuild: find("esbuild")? })
    }

    /// A script as small as it can be said; places for addresses stay.
    pub fn small_script(&self, text: &str, newest: &str) -> Result<String> {
        let mut esbuild = Command::new(&self.esbuild);
        esbuild.args(minify(newest)).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut running = esbuild.spawn().with_context(|| format!("starting {esbuild:?}"))?;
        // Dropped behind the text: that is its end.
        running.stdin.take().context("a program hears")?.write_all(text.as_bytes())?;
        let said = running.wait_with_output()?;
        ensure!(said.status.success(), "{esbuild:?}: {}", said.status);
        Ok(String::from_utf8(said.stdout)?)
    }

    fn wasm_opt(&self, passes: &[&str], from: &Path, to: &Path) -> Result<()> {
        run(Command::new(&self.wasm_opt).args(FEATURES).args(passes).arg(from).arg("-o").arg(to))
    }
}

/// Makes module and script smaller.
pub fn shrink(module: &Module, tools: &Tools) -> Result<Module> {
    let folder = std::env::temp_dir().join(format!("doorstep-bundle-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let path = |name: &str| folder.join(name);
    fs::write(path("field.wasm"), &module.wasm)?;
    tools.wasm_opt(&WASM_OPT, &path("field.wasm"), &path("small.wasm"))?;
    fs::write(path("named.wasm"), likeness::named(&fs::read(path("small.wasm"))?)?)?;
    tools.wasm_opt(&IN_ORDER, &path("named.wasm"), &path("small.wasm"))?;
    // What nobody imports from here is left out.
    fs::write(path("field.js"), &module.script)?;
    for (address, text) in &module.own {
        let file = folder.join(address);
        fs::create_dir_all(file.parent().unwrap_or(&folder))?;
        fs::write(file, text)?;
    }
    fs::write(path("entry.js"), "export { default } from './field.js';")?;
    let out = format!("--outfile={}", path("small.js").display());
    run(Command::new(&tools.esbuild)
        .args(["--bundle", "--format=esm"])
        .args(minify("es2020"))
        .arg(path("entry.js"))
        .arg(out))?;
    let script = fs::read_to_string(path("small.js"))?;
    let small = Module { wasm: fs::read(path("small.wasm"))?, script, own: Vec::new() };
    fs::remove_dir_all(&folder)?;
    Ok(small)
}

/// What esbuild is told, whatever it is given: the newest JavaScript that may come out.
fn minify(newest: &str) -> [String; 3] {
    ["--minify".to_owned(), format!("--target={newest}"), "--log-level=warning".to_owned()]
}

/// What rustc's wasm32 target emits today; a module may use less.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

const WASM_OPT: [&str; 13] = [
    // Inlining makes the module smaller but its brotli a tenth larger, because equal pieces stop being equal; so does sharing values. Only what
    // is hardly longer than its call goes to its callers.
    "--always-inline-max-function-size=4",
    "--flexible-inline-max-function-size=0",
    "--one-caller-inline-max-function-size=16",
    "--skip-pass=local-cse",
    // Zeros between texts cost less than cutting the texts apart.
    "--skip-pass=memory-packing",
    // The stack's last kilobyte lies there: nothing that has an address.
    "--low-memory-unused",
    // Branches are laid anew, then everything twice.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    // Every address is said to be odd: what a processor makes of that hint is nothing, and it would have to be sent.
    "--dealign",
    // Where no likeness decides, functions made from the same source lie side by side.
    "--reorder-functions-by-name",
    "--strip-debug",
];

/// Lays functions by their names, then the names go.
const IN_ORDER: [&str; 2] = ["--reorder-functions-by-name", "--strip-debug"];

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {command:?}"))?;
    ensure!(status.success(), "{command:?}: {status}");
    Ok(())
}
