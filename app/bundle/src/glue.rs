//! The script that wasm-bindgen writes, without what our pages do not need of it: ways of loading a module that nobody goes, a wrapper made
//! anew in each call, an object of a whole script for two of its functions.
//!
//! It is cut by the very text of the version that `Cargo.toml` names. Of another one, what is not found says so.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use walrus::Module;

/// Where the glue imports the app's own scripts from.
pub const OWN: &str = "./snippets/";
/// What the module imports the glue by.
const GLUE: &str = "./app_bg.js";
/// Begins the list of the functions that the module imports.
const LIST: &str = "const import0 = {";
/// Ends it.
const LIST_END: &str = "\n};\n        return {";
/// Begins the end of the script: loading the module in every way there is.
const LOADING: &str = "let wasmModule, wasmInstance, wasm;";
/// The one way that a page loads it: while it arrives. (`public/boot.js` sends older browsers away.)
const OUR_LOADING: &str = "let wasm;
export default async function (address) {
    const { instance } = await WebAssembly.instantiateStreaming(fetch(address), __wbg_get_imports());
    wasm = instance.exports;
    wasm.__wbindgen_start();
}
";

/// The glue of a module, shorter. What the module takes from the app's own scripts it takes from the glue from now on.
pub fn shorten(script: &str, module: &mut Module) -> Result<String> {
    let (glue, rest) = script.split_once(LOADING).context("the glue has another way of loading")?;
    ensure!(rest.contains("wasm.__wbindgen_start();"), "the glue has another way of starting");
    let (head, glue) = glue.split_once(LIST).context("the glue has another list")?;
    let (list, tail) = glue.split_once(LIST_END).context("the list of the glue has another end")?;
    let (imports, handed_on) = take_over(module);
    let head = lines(head.lines().filter(|line| !line.starts_with("import * as ")));
    let list = handed_on + &by_likeness(list, module);
    let is_own = |line: &str| line.trim_start().starts_with(&format!("\"{OWN}"));
    let tail = lines(tail.lines().filter(|line| !is_own(line)).map(fewer_words));
    let mut script = [&imports, &head, LIST, "\n", &list, &LIST_END[1..], &tail, OUR_LOADING].concat();
    rename(&mut script, "\n", module.imports.iter_mut().map(|import| &mut import.name), ": ");
    rename(&mut script, "wasm.", module.exports.iter_mut().map(|export| &mut export.name), "");
    Ok(script)
}

/// Has the module ask the glue for what it asks the app's own scripts for. Gives the lines that import it into the glue, and those that hand it on.
fn take_over(module: &mut Module) -> (String, String) {
    let (mut imports, mut handed_on) = (String::new(), String::new());
    let own = module.imports.iter_mut().filter(|import| import.module.starts_with(OWN));
    for (number, import) in own.enumerate() {
        let (from, name) = (&import.module, &import.name);
        // Two scripts may have a name in common.
        let here = format!("own{number}_{name}");
        imports.push_str(&format!("import {{ {name} as {here} }} from '{from}';\n"));
        handed_on.push_str(&format!("{here}: {here},\n"));
        (import.name, import.module) = (here, GLUE.to_owned());
    }
    (imports, handed_on)
}

fn lines(lines: impl Iterator<Item = impl AsRef<str>>) -> String {
    lines.fold(String::new(), |all, line| all + line.as_ref() + "\n")
}

/// The functions of the list that the module imports, those of one shape side by side, and each only once.
fn by_likeness(list: &str, module: &mut Module) -> String {
    let mut functions: Vec<(&str, String)> = Vec::new();
    for line in list.lines() {
        if let Some((name, _)) = line.split_once(": function(") {
            functions.push((name.trim_start(), String::new()));
        }
        if let Some((name, text)) = functions.last_mut() {
            let line = fewer_words(line);
            text.push_str(line.strip_prefix(*name).unwrap_or(&line));
            text.push('\n');
        }
    }
    functions.sort_by(|(_, one), (_, other)| one.cmp(other));
    let mut said = String::new();
    let (mut first, mut last) = ("", String::new());
    for (name, text) in functions {
        let Some(import) = module.imports.iter_mut().find(|import| import.name == name) else { continue };
        if text != last {
            said.push_str(&format!("{name}{text}"));
            (first, last) = (name, text);
        }
        import.name = first.to_owned();
    }
    said
}

/// Functions that need no `this`, and one that catches what another throws: made once for each, not anew in each call.
fn fewer_words(line: &str) -> String {
    let line = line.trim_start();
    match line.split_once(": function(") {
        Some((name, caught)) if caught.starts_with(") { return handleError(function (") => {
            let arguments = caught.rsplit('(').next().unwrap_or_default();
            format!("{name}: handleError(({}", arguments.replace(") {", ") => {"))
        }
        Some((name, arguments)) => format!("{name}: ({}", arguments.replace(") {", ") => {")),
        None if line == "}, arguments); }," => "}),".to_owned(),
        None if line == "function handleError(f, args) {" => "const handleError = (f) => (...args) => {".to_owned(),
        None => line.replace("return f.apply(this, args);", "return f(...args);"),
    }
}

/// Gives each name a short one, in the module and wherever the script has it between `before` and `after`: wasm-bindgen's carry hashes, which no
/// compression makes smaller. They are numbered as the script has them, so that the next one is no news.
fn rename<'a>(script: &mut String, before: &str, names: impl Iterator<Item = &'a mut String>, after: &str) {
    let mut named: BTreeMap<String, Vec<&mut String>> = BTreeMap::new();
    names.for_each(|name| named.entry(name.clone()).or_default().push(name));
    let within = |name: &str| format!("{before}{name}{after}");
    let mut named: Vec<(String, Vec<&mut String>)> = named.into_iter().collect();
    named.sort_by_cached_key(|(name, _)| script.find(&within(name)));
    let mut numbered: Vec<(usize, (String, Vec<&mut String>))> = named.into_iter().enumerate().collect();
    // A name may begin or end with another one.
    numbered.sort_by_key(|(_, (name, _))| Reverse(name.len()));
    for (number, (name, places)) in numbered {
        let short = short(number);
        *script = script.replace(&within(&name), &within(&short));
        places.into_iter().for_each(|place| *place = short.clone());
    }
}

/// `aa`, `ab`, … `zz`, `baa`, …
fn short(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    let tail = [letter(number / 26), letter(number)];
    let head = (number >= 26 * 26).then(|| letter(number / (26 * 26)));
    head.into_iter().chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_the_same_in_fewer_words() {
        let cases = [
            ("        aa: function(arg0, arg1) {", "aa: (arg0, arg1) => {"),
            ("bc: function() { return handleError(function () {", "bc: handleError(() => {"),
            ("bd: function() { return handleError(function (arg0) {", "bd: handleError((arg0) => {"),
            ("}, arguments); },", "}),"),
            ("const ret = arg0.body;", "const ret = arg0.body;"),
        ];
        for (line, shorter) in cases {
            assert_eq!(fewer_words(line), shorter);
        }
    }

    #[test]
    fn functions_of_two_scripts_that_are_called_the_same_stay_two() {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[]);
        for script in ["one", "other"] {
            module.add_import_func(&format!("{OWN}{script}.js"), "draw", kind);
        }
        let (imports, handed_on) = take_over(&mut module);
        assert_eq!(
            imports,
            "import { draw as own0_draw } from './snippets/one.js';\nimport { draw as own1_draw } from './snippets/other.js';\n"
        );
        assert_eq!(handed_on, "own0_draw: own0_draw,\nown1_draw: own1_draw,\n");
        let imported: Vec<(&str, &str)> =
            module.imports.iter().map(|import| (&*import.module, &*import.name)).collect();
        assert_eq!(imported, [(GLUE, "own0_draw"), (GLUE, "own1_draw")]);
    }

    #[test]
    fn what_the_module_does_not_import_is_left_out_and_what_is_equal_is_one() {
        let mut module = Module::default();
        let kind = module.types.add(&[], &[]);
        for name in ["long_close", "long_shut", "long_open"] {
            module.add_import_func(GLUE, name, kind);
        }
        let list = ["open", "shut", "gone", "close"].map(|name| {
            let verb = name.replace("shut", "close");
            format!("long_{name}: function(arg0) {{\narg0.{verb}();\n}},\n")
        });
        let mut said = format!("\n{}", by_likeness(&list.concat(), &mut module));
        rename(&mut said, "\n", module.imports.iter_mut().map(|import| &mut import.name), ": ");
        assert_eq!(said, "\naa: (arg0) => {\narg0.close();\n},\nab: (arg0) => {\narg0.open();\n},\n");
        let names: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(names, ["aa", "aa", "ab"]);
    }
}
