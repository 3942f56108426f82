//! `server import-roster FILE`: look at a roster file, and with `--yes` apply it.

use crate::clock::Clock;
use crate::config::Store;
use crate::db::Db;
use crate::roster::file::FileError;
use crate::roster::job::{Importer, Looked, bare_context, context, look};
use crate::roster::report;
use crate::seal::Seal;
use anyhow::{Context, bail};
use app::words::roster as words;
use domain::language::Language;
use domain::roster::ledger::Counts;
use domain::roster::remark::Remark;
use domain::roster::row::{RosterContext, community_code};
use domain::roster::street::streets;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many remarks are printed; the report has all of them.
const PRINTED: usize = 20;

/// Import a roster of households from XLSX or CSV: a preview first, all or nothing with --yes
#[derive(Debug, clap::Args)]
pub struct ImportRoster {
    #[command(flatten)]
    store: Store,
    /// XLSX, or CSV in UTF-8, GB18030 or UTF-16
    file: PathBuf,
    /// Only look at the file; nothing is written (this is also what happens without --yes)
    #[arg(long, conflicts_with = "yes")]
    preview: bool,
    /// Apply the file after the preview
    #[arg(long)]
    yes: bool,
    /// Twelve-digit code of the community of rows that name none
    #[arg(long)]
    community: Option<String>,
    /// Write every remark to this file (.csv or .xlsx)
    #[arg(long)]
    report: Option<PathBuf>,
}

impl ImportRoster {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let language = language();
        if let Some(code) = &self.community
            && community_code(&streets(), code).is_err()
        {
            bail!("--community {code}: {}", words::remark(Remark::CommunityCodeWrong).text(language));
        }
        let context = self.context().await?;
        println!("reading {}", self.file.display());
        let told = |rows: u32, permille: u16| eprint_progress("looked at", rows, permille);
        let looked = match look(self.file.clone(), context, told).await {
            Ok(looked) => looked,
            Err(error) => bail!("{}", refusal(&error, language)),
        };
        print_preview(&looked, language);
        if let Some(path) = &self.report {
            write_report(&looked, path)?;
            println!("report: {}", path.display());
        }
        if !looked.preview.is_applicable() {
            bail!("nothing was imported: correct the rows with errors first");
        }
        if !self.yes {
            println!("nothing was imported; run again with --yes to import");
            return Ok(());
        }
        self.apply(&looked).await
    }

    async fn open(&self) -> anyhow::Result<Db> {
        Db::open(&self.store.database_url).await.context("cannot open the database: check DATABASE_URL")
    }

    /// The register, if there is one: a preview makes none.
    async fn context(&self) -> anyhow::Result<RosterContext> {
        let url = &self.store.database_url;
        let path = url.strip_prefix("sqlite:").map(|path| path.trim_start_matches("//"));
        let path = path.map(|path| path.split('?').next().unwrap_or(path));
        if !self.yes && path.is_some_and(|path| !Path::new(path).exists()) {
            println!("there is no register yet; the file is compared with itself only");
            return Ok(bare_context(self.community.clone()));
        }
        let db = self.open().await?;
        if self.yes {
            db.migrate().await.context("cannot bring the schema up to date")?;
        }
        let context = context(&db, self.community.clone()).await;
        db.close().await;
        context.context("cannot read the register: is its schema up to date?")
    }

    async fn apply(&self, looked: &Looked) -> anyhow::Result<()> {
        let db = self.open().await?;
        let importer = Importer { db, seal: Arc::new(Seal::open(&self.store.data)?), clock: Clock::System };
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        let id = importer.note_preview(looked, &name, None).await?;
        let applied =
            importer.apply(id, looked, &mut |rows, permille| eprint_progress("applied", rows, permille)).await?;
        importer.db.close().await;
        println!(
            "imported: {} new households, {} new compounds; {} unchanged, {} differ from the register; {} new review items",
            applied.new_households, applied.new_compounds, applied.unchanged, applied.differing, applied.review_items
        );
        Ok(())
    }
}

/// Progress goes to the error stream, so that the result can be read by a script.
#[allow(clippy::print_stderr)]
fn eprint_progress(verb: &str, rows: u32, permille: u16) {
    eprintln!("{verb} {rows} rows, {}.{} %", permille / 10, permille % 10);
}

/// The language of the words: Chinese where the terminal's language is.
fn language() -> Language {
    let set =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    if set.is_some_and(|set| set.starts_with("zh")) { Language::Zh } else { Language::En }
}

/// Why a file is no roster, and what it needs.
fn refusal(error: &FileError, language: Language) -> String {
    let why = words::file_error(&error.to_string()).text(language);
    format!("{}: {why} {}", words::FILE_REFUSED.text(language), words::detail(&error.detail(), language))
}

fn print_preview(looked: &Looked, language: Language) {
    let Counts { rows, accepted, noted, review, duplicate, error, beside, compounds, buildings } =
        looked.preview.counts;
    println!("{}: header in row {}", looked.file.kind(), looked.file.layout.header_index + 1);
    let unread = looked.file.layout.unread();
    if !unread.is_empty() {
        println!("columns not read: {}", unread.join(", "));
    }
    if !looked.file.unread_sheets.is_empty() {
        println!("sheets not read: {}", looked.file.unread_sheets.join(", "));
    }
    for column in looked.file.layout.not_kept() {
        println!("read, but not kept in the register: {}", words::column(column).text(language));
    }
    println!("{rows} rows ({beside} lines beside the table): {accepted} accepted, {noted} accepted with remarks,");
    println!(
        "{review} for review, {duplicate} repeated, {error} with errors; {compounds} compounds, {buildings} buildings"
    );
    for (remark, count) in &looked.preview.by_remark {
        println!("  {count} × {}", words::remark(*remark).text(language));
    }
    for remark in looked.preview.remarks.iter().take(PRINTED) {
        let (column, what) = (words::column(remark.column).text(language), words::remark(remark.remark).text(language));
        println!("row {}, {column}: {what}", remark.row_no);
    }
    if looked.preview.remarks.len() > PRINTED {
        println!("… {} remarks in all; --report FILE writes them down", looked.preview.remarks.len());
    }
}

/// The whole report, as the ending of the file's name says.
pub fn write_report(looked: &Looked, path: &Path) -> anyhow::Result<()> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
        std::fs::write(path, report::write_xlsx(&looked.preview.found(usize::MAX), Language::Zh)?)?;
    } else {
        let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        report::write_csv(&looked.preview.found(usize::MAX), Language::Zh, std::io::BufWriter::new(file))?;
    }
    Ok(())
}
