//! The demo district: invented from a seed, imported through the same importer as any roster, with something going on in it.

mod account;
mod activity;
mod consent;
mod dice;
mod district;
mod mess;
mod paper;
mod phone;
mod rating;
mod request;
mod scene;
mod stage;
mod survey;
mod work;

use crate::db;
use crate::intake::household::ripen;
use crate::roster::job::{Importer, context, look};
use crate::state::AppState;
use anyhow::{Context, ensure};
use dice::Dice;
use domain::id::{CompoundId, GridId};
use domain::questionnaire::Questionnaire;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::path::Path;

pub use account::PASSWORD;
pub use district::COMPOUNDS;

/// Households of the programme (calculation 6.1).
pub const HOUSEHOLDS: usize = 19_050;

/// Doors of a compound where the whole district is meant (calculation 6.1).
const DOORS_OF_COMPOUND: usize = 366;

/// How large a demo district is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub compounds: usize,
    pub households: usize,
}

impl Size {
    /// The programme (calculation 6.1).
    pub const PROGRAMME: Self = Self { compounds: COMPOUNDS, households: HOUSEHOLDS };
    /// A corner of it, with something of everything: for tests.
    pub const SMALL: Self = Self { compounds: 3, households: 600 };
}

/// What scripts need to know of the demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shown {
    pub password: String,
    pub accounts: Vec<ShownAccount>,
    /// Path of the public page of a compound in its consent window.
    pub compound_path: String,
    pub compound_id: String,
    pub compound_name: String,
    /// Twelve digits, for rosters that name the community by its code.
    #[serde(default)]
    pub community_code: String,
    pub grid_id: String,
    /// Code of a household in that compound.
    pub household_code: String,
    pub compounds: usize,
    pub households: u32,
}

/// One account for each role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ShownAccount {
    pub login: String,
    pub name: String,
    pub role: String,
    pub place: String,
}

/// What the demo made, by the codes of the invented district.
pub(crate) struct Made {
    compounds: Vec<(CompoundId, district::DemoCompound)>,
    grids: Vec<(GridId, String, String)>,
}

/// Makes the demo district in an empty database.
///
/// # Errors
/// When there are compounds already, or when the database refuses.
async fn load(state: &AppState, size: Size, seed: u64, told: impl Fn(&str)) -> anyhow::Result<Shown> {
    let mut tx = state.db.read().await?;
    ensure!(
        db::place::count_compounds(&mut tx).await? == 0,
        "there are compounds already; the demo needs an empty database"
    );
    drop(tx);
    let mut dice = Dice::new(seed);
    let compounds = district::district(&mut dice, size.compounds, size.households);
    told("writing and importing the roster");
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("demo-roster.csv");
    write_file(&mut dice, &compounds, &path)?;
    let households = import(state, &path).await?;
    let made = made(state, compounds).await?;
    told("accounts, companies and stages");
    let people = account::make(state, &mut dice, &made).await?;
    stage::make(state, &mut dice, &made, &people).await?;
    told("visits, answers, signatures, ratings and requests");
    live(state, &mut dice, &made, &people).await?;
    shown(state, &made, &people, households).await
}

/// Lets things happen in the served compounds, then brings what depends on the calendar to today.
async fn live(state: &AppState, dice: &mut Dice, made: &Made, people: &account::People) -> anyhow::Result<()> {
    let mut phones = phone::Phones::new(state);
    let mut rounds = activity::Rounds { phones: &mut phones, form: Questionnaire::hq_01().short_form() };
    let scenes = scene::scenes(state, made, people).await?;
    let mut tx = state.db.write().await?;
    for scene in &scenes {
        rounds.make(&mut tx, dice, scene).await?;
        rounds.decide(&mut tx, dice, scene).await?;
        rounds.ask(&mut tx, dice, scene).await?;
        rating::make(state, &mut tx, dice, scene).await?;
    }
    phones.announce(&mut tx, state.clock.now_ms()).await?;
    tx.commit().await?;
    ripen(state).await?;
    Ok(())
}

/// Where a demo that is there already is written down.
const DOCUMENT: (&str, &str, i64) = ("demo", "shown", 1);

/// Makes the demo district unless an earlier call made it; says either way how to get in.
///
/// # Errors
/// Those of [`load`].
pub async fn load_once(state: &AppState, size: Size, seed: u64, told: impl Fn(&str)) -> anyhow::Result<Shown> {
    if let Some(shown) = recall(state).await? {
        return Ok(shown);
    }
    let shown = load(state, size, seed, told).await?;
    remember(state, &shown).await?;
    Ok(shown)
}

async fn recall(state: &AppState) -> anyhow::Result<Option<Shown>> {
    let mut tx = state.db.read().await?;
    let (kind, code, version) = DOCUMENT;
    let content = db::document::document(&mut tx, kind, code, version).await?;
    Ok(content.map(serde_json::from_value).transpose()?)
}

/// Writes down what was made, so that a second call can say it again.
async fn remember(state: &AppState, shown: &Shown) -> anyhow::Result<()> {
    let mut tx = state.db.write().await?;
    let (kind, code, version) = DOCUMENT;
    db::document::publish_document(&mut tx, kind, code, version, &serde_json::to_value(shown)?, "2000-01-01").await?;
    tx.commit().await?;
    Ok(())
}

/// Writes a messy roster of `households` doors, for trials of the importer.
///
/// # Errors
/// Those of the file.
pub fn write_trial_roster(path: &Path, seed: u64, households: usize) -> anyhow::Result<u32> {
    let mut dice = Dice::new(seed);
    let compounds = (households / DOORS_OF_COMPOUND).max(1);
    let compounds = district::district(&mut dice, compounds, households);
    write_file(&mut dice, &compounds, path)
}

fn write_file(dice: &mut Dice, compounds: &[district::DemoCompound], path: &Path) -> anyhow::Result<u32> {
    let file = std::fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(mess::write_roster(dice, compounds, std::io::BufWriter::new(file))?)
}

async fn import(state: &AppState, path: &Path) -> anyhow::Result<u32> {
    let importer = Importer { db: state.db.clone(), seal: state.seal.clone(), clock: state.clock.clone() };
    let looked = look(path.to_owned(), context(&state.db, None).await?, |_, _| {}).await?;
    let id = importer.note_preview(&looked, "demo-roster.csv", None).await?;
    Ok(importer.apply(id, &looked, &mut |_, _| {}).await?.new_households)
}

async fn made(state: &AppState, compounds: Vec<district::DemoCompound>) -> anyhow::Result<Made> {
    let mut tx = state.db.read().await?;
    let places = db::roster::known_places(&mut tx).await?;
    let ids = places.compounds.into_iter().map(|(id, code, ..)| (code, CompoundId(id))).collect::<HashMap<_, _>>();
    let compounds = compounds.into_iter().filter_map(|compound| Some((*ids.get(&compound.code)?, compound))).collect();
    let grids = places.grids.into_iter().map(|(id, code, community, _)| (GridId(id), code, community)).collect();
    Ok(Made { compounds, grids })
}

async fn shown(state: &AppState, made: &Made, people: &account::People, households: u32) -> anyhow::Result<Shown> {
    let (compound, demo) = made.compounds.first().context("the demo has compounds")?;
    let mut tx = state.db.read().await?;
    let (public_code, household_code) =
        db::onboarding::codes_of(&mut tx, *compound).await?.context("the demo has codes")?;
    Ok(Shown {
        password: PASSWORD.to_owned(),
        accounts: people.shown(demo),
        compound_path: state.seal.public_path(&public_code),
        compound_id: compound.to_string(),
        compound_name: demo.name.clone(),
        community_code: demo.community_code.clone(),
        grid_id: people.grid_of(demo).map(|grid| grid.to_string()).unwrap_or_default(),
        household_code,
        compounds: made.compounds.len(),
        households,
    })
}
