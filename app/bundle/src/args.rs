//! The command line. Few enough flags that a parser library would be most of the tool.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// What the tool was called for.
pub enum Job {
    /// Make the site.
    Site(Args),
    /// Run the tests inside a module that `cargo test --target wasm32-unknown-unknown` compiled.
    Test {
        /// The compiled module.
        module: PathBuf,
        /// Run only tests whose name contains this.
        filter: Option<String>,
    },
}

/// Where things are.
pub struct Args {
    /// The compiled field app, before wasm-bindgen.
    pub wasm: PathBuf,
    /// Folder of `field.css`, `resident.css`, `console.css` and the partials they import.
    pub style: PathBuf,
    /// Folder of the shell, the manifest, the service worker and the icons.
    pub public: PathBuf,
    /// Folder of the texts in both languages.
    pub words: PathBuf,
    /// Folder of the domain, which has texts in both languages, too.
    pub domain: PathBuf,
    /// Folder that the site is written to.
    pub out: PathBuf,
    /// Folder whose `node_modules` may hold `wasm-opt` and `esbuild`.
    pub tools: PathBuf,
    /// Quick instead of small.
    pub dev: bool,
}

impl Args {
    /// Reads the arguments after the program's name.
    pub fn parse(mut words: impl Iterator<Item = String>) -> Result<Job> {
        let mut args = Args {
            wasm: PathBuf::new(),
            style: "style".into(),
            public: "public".into(),
            words: "app/src/words".into(),
            domain: "app/domain".into(),
            out: "target/site".into(),
            tools: "end2end".into(),
            dev: false,
        };
        while let Some(word) = words.next() {
            let mut path = || words.next().map(PathBuf::from).with_context(|| format!("{word} needs a value"));
            match word.as_str() {
                "--wasm" => args.wasm = path()?,
                "--style" => args.style = path()?,
                "--public" => args.public = path()?,
                "--words" => args.words = path()?,
                "--domain" => args.domain = path()?,
                "--out" => args.out = path()?,
                "--tools" => args.tools = path()?,
                "--dev" => args.dev = true,
                "test" => {
                    let module = path()?;
                    return Ok(Job::Test { module, filter: words.find(|word| !word.starts_with("--")) });
                }
                other => bail!("unknown argument {other}"),
            }
        }
        if args.wasm.as_os_str().is_empty() {
            bail!("--wasm PATH is needed: the compiled field app");
        }
        Ok(Job::Site(args))
    }
}
