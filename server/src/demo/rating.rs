//! Ratings of the demo's households, of this quarter and the one before; some come from nobody known and weigh nothing.

use super::dice::Dice;
use super::scene::{MINUTE_MS, Scene};
use super::stage::Show;
use crate::db::Tx;
use crate::db::rating::{NewRating, insert_rating};
use crate::state::AppState;
use domain::calendar::{Period, day_start_ms, shanghai_day};
use domain::id::{HouseholdId, RatingId};
use domain::rating::{Rating, Verification};
use std::ops::Range;

const WORDS: [&str; 6] =
    ["门岗有人了，放心", "楼道比以前干净", "报修来得快", "院里垃圾还是清得晚", "师傅态度好", "晚上灯不够亮"];

/// Everybody in the demo is the first family of the home.
const OCCUPANCY: i64 = 1;

/// Households that rate, by turns: enough for a score, too few for one, none.
const COUNTED: [usize; 5] = [14, 11, 4, 0, 12];

/// Rates the company of a compound.
pub async fn make(state: &AppState, tx: &mut Tx, dice: &mut Dice, scene: &Scene<'_>) -> anyhow::Result<()> {
    let now_ms = state.clock.now_ms();
    let quarter = Period::of(shanghai_day(now_ms));
    let count = if scene.is_first() { 18 } else { COUNTED[scene.index % COUNTED.len()] };
    let mood = dice.between(2, 3);
    let start_ms = day_start_ms(quarter.first_day());
    if scene.show == Show::FeePhase {
        let before_ms = day_start_ms(quarter.previous().first_day());
        rate(state, tx, dice, scene, (mood, count), before_ms..start_ms).await?;
    }
    rate(state, tx, dice, scene, (mood, count), start_ms..now_ms).await
}

/// `count` households rate once, the first of them twice, and some people without a household code.
async fn rate(
    state: &AppState,
    tx: &mut Tx,
    dice: &mut Dice,
    scene: &Scene<'_>,
    (mood, count): (u32, usize),
    between_ms: Range<i64>,
) -> anyhow::Result<()> {
    let Range { start, end } = between_ms;
    let minutes = u32::try_from((end - start) / MINUTE_MS).unwrap_or(0).max(1);
    for (number, door) in scene.spread(2, count).enumerate() {
        let at_ms = start + i64::from(dice.below(minutes)) * MINUTE_MS;
        let rating = rating(dice, mood);
        let new = new(state, scene, rating, at_ms);
        let household = Some((HouseholdId(door.home.id), OCCUPANCY));
        let new = NewRating { household, verification: Verification::HouseholdCode, ..new };
        insert_rating(tx, &new).await?;
        if number == 0 {
            // The same household thinks again: the earlier one stays, and no longer counts.
            let again = NewRating { id: RatingId(state.clock.new_uuid()), submitted_at_ms: end - 1, ..new };
            insert_rating(tx, &again).await?;
        }
    }
    for _ in 0..count / 6 {
        let rating = rating(dice, mood);
        insert_rating(tx, &new(state, scene, rating, end - 1)).await?;
    }
    Ok(())
}

fn new(state: &AppState, scene: &Scene<'_>, rating: Rating, submitted_at_ms: i64) -> NewRating {
    NewRating {
        id: RatingId(state.clock.new_uuid()),
        compound: scene.id,
        assignment: scene.service.assignment(),
        household: None,
        period: Period::of(shanghai_day(submitted_at_ms)),
        rating,
        photos: Vec::new(),
        verification: Verification::None,
        submitted_at_ms,
    }
}

fn rating(dice: &mut Dice, mood: u32) -> Rating {
    let mut step = || u8::try_from((mood + dice.below(3)).clamp(1, 5)).unwrap_or(3);
    let dims = [(); 5].map(|()| Some(step()));
    let overall = step();
    let text = dice.permille(400).then(|| (*dice.pick(&WORDS)).to_owned());
    Rating { dims, overall, text }
}
