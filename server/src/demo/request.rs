//! What the demo's residents asked for on the page behind the QR code, and how far it came.

use super::activity::Rounds;
use super::dice::Dice;
use super::scene::{Door, HOUR_MS, MINUTE_MS, Scene, days_ago};
use super::work::{By, Course, Proof, work};
use crate::db::request::{NewRequest, insert_request, move_request};
use crate::db::task::NewTask;
use crate::db::triage::close_request;
use crate::db::{self, Tx};
use crate::intake::Intake;
use crate::pages::resident::ask::{KEY_KIND, open_hazard_task};
use anyhow::Context;
use domain::id::{HouseholdId, RequestId, TaskId};
use domain::need::{NeedIcon, route};
use domain::org::Role;
use domain::request::{RequestAction, RequestState, RequestStatus};
use domain::task::{Actor, TaskAction, TaskKind, TaskStatus};

/// A matter: its category, place and words.
type Matter = (&'static str, &'static str, &'static str);

const MATTERS: [Matter; 8] = [
    ("WAT-03", "二单元门口", "下水道又堵了，味道很大"),
    ("CLN-02", "院子东边", "垃圾桶满了两天没人清"),
    ("PRK-01", "楼前", "想给自家门口留个固定车位"),
    ("SEC-01", "大门", "晚上大门没人，谁都能进"),
    ("CLN-01", "一单元楼道", "楼道好久没扫"),
    ("ELE-02", "二单元四层", "楼道灯不亮，老人上下楼看不见"),
    ("WAT-02", "三单元一层", "水管接口滴水，墙面湿了一片"),
    ("GRN-01", "花池", "树枝压到窗户上了"),
];

const HAZARD: Matter = ("SAF-02", "大门内侧", "井盖破了，孩子差点踩空");

/// How far a request came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Nobody has looked at it yet.
    New,
    /// Somebody may get hurt: a task at once, before anybody looked.
    Hazard,
    Rejected,
    /// A task, and how far it came.
    Task(Course),
    /// Done, and the resident says so.
    Confirmed,
}

const ASSIGNED: Fate = Fate::Task(&[]);
const WORKING: Fate = Fate::Task(&[(TaskAction::Accept, By::Staff), (TaskAction::Start, By::Staff)]);
const DONE: Course =
    &[(TaskAction::Accept, By::Staff), (TaskAction::Start, By::Staff), (TaskAction::Submit, By::Staff)];

/// In the first compound everything can be seen.
const FIRST: [Fate; 11] = [
    Fate::New,
    Fate::Hazard,
    Fate::Rejected,
    ASSIGNED,
    WORKING,
    Fate::Task(DONE),
    Fate::Confirmed,
    Fate::Confirmed,
    Fate::New,
    Fate::Confirmed,
    Fate::Confirmed,
];

const ELSEWHERE: [Fate; 6] = [Fate::New, ASSIGNED, Fate::Confirmed, WORKING, Fate::Task(DONE), Fate::Confirmed];

impl Rounds<'_, '_> {
    /// Lets residents of a compound ask.
    pub async fn ask(&mut self, tx: &mut Tx, dice: &mut Dice, scene: &Scene<'_>) -> anyhow::Result<()> {
        let first = scene.is_first();
        let fates = if first { &FIRST[..] } else { &ELSEWHERE[..] };
        let count = if first { fates.len() } else { dice.between(1, 3) as usize };
        let from = scene.index % fates.len();
        let fates = fates.iter().cycle().skip(if first { 0 } else { from }).take(count);
        let proof = if first { Some(self.photos(tx).await?) } else { None };
        for (number, (fate, door)) in fates.zip(scene.spread(3, count)).enumerate() {
            let matter = if *fate == Fate::Hazard { HAZARD } else { MATTERS[(scene.index + number) % MATTERS.len()] };
            // The photos show a wet wall.
            let proof = proof.filter(|_| matter.0 == "WAT-02");
            Asked { rounds: self, scene, door, matter, proof }.make(tx, dice, *fate).await?;
        }
        Ok(())
    }
}

struct Asked<'r, 'p, 's, 'd> {
    rounds: &'r mut Rounds<'p, 's>,
    scene: &'r Scene<'d>,
    door: &'r Door<'d>,
    matter: Matter,
    proof: Option<Proof>,
}

impl Asked<'_, '_, '_, '_> {
    async fn make(&mut self, tx: &mut Tx, dice: &mut Dice, fate: Fate) -> anyhow::Result<()> {
        let state = self.rounds.phones.state;
        let days = if matches!(fate, Fate::New | Fate::Hazard) { 1 } else { i64::from(dice.between(2, 12)) };
        let at_ms = days_ago(state, dice, days);
        let new = self.sent(tx, at_ms, fate == Fate::Hazard).await?;
        insert_request(tx, &new, KEY_KIND).await?.context("a number is left")?;
        let now_ms = at_ms + 2 * HOUR_MS;
        let intake = Intake::at(state, now_ms);
        match fate {
            Fate::New => {}
            Fate::Hazard => open_hazard_task(&intake, tx, &new).await?,
            Fate::Rejected => reject(&intake, tx, &new).await?,
            Fate::Task(course) => {
                let (task, _) = triage(&intake, tx, &new, self.matter.0).await?;
                work(self.rounds.phones, tx, self.scene, task, course, now_ms, self.proof).await?;
            }
            Fate::Confirmed => {
                let (task, triaged) = triage(&intake, tx, &new, self.matter.0).await?;
                work(self.rounds.phones, tx, self.scene, task, DONE, now_ms, self.proof).await?;
                let end_ms = now_ms + 9 * HOUR_MS;
                let solved = &[(TaskAction::Confirm, By::Resident)];
                work(self.rounds.phones, tx, self.scene, task, solved, end_ms, None).await?;
                let done = RequestState { status: RequestStatus::DonePendingConfirm, ..triaged };
                let confirmed = step(done, RequestAction::Confirm, Actor::Resident, &intake)?;
                move_request(tx, new.id, triaged.status, confirmed).await?;
            }
        }
        Ok(())
    }

    async fn sent(&self, tx: &mut Tx, at_ms: i64, hazard: bool) -> anyhow::Result<NewRequest> {
        let state = self.rounds.phones.state;
        let compound = db::place::named_compound(tx, self.scene.id).await?.context("a compound has a name")?;
        let (code, place, text) = self.matter;
        let photo = self.proof.map(|proof| proof.before);
        Ok(NewRequest {
            id: RequestId(state.clock.new_uuid()),
            district: compound.district,
            compound: self.scene.id,
            household: Some(HouseholdId(self.door.home.id)),
            icon: NeedIcon::of_code(code).unwrap_or(NeedIcon::NeighbourOther),
            hazard,
            place_text: place.to_owned(),
            description: text.to_owned(),
            photos: photo.into_iter().collect(),
            phone_sealed: None,
            channel: "qr",
            status: if hazard { RequestStatus::Emergency } else { RequestStatus::Submitted },
            created_at_ms: at_ms - at_ms % MINUTE_MS,
        })
    }
}

/// The clerk gives it a category: its task goes to the company.
async fn triage(
    intake: &Intake<'_>,
    tx: &mut Tx,
    new: &NewRequest,
    code: &str,
) -> anyhow::Result<(TaskId, RequestState)> {
    let clerk = Actor::Staff(Role::CommunityClerk);
    let triaged = step(RequestState::NEW, RequestAction::Triage, clerk, intake)?;
    let place = db::place::whereabouts(tx, new.compound).await?.context("a compound has a place")?;
    let id = TaskId(intake.state.clock.new_uuid());
    let task = NewTask {
        id,
        kind: TaskKind::Repair,
        need: None,
        request: Some(new.id),
        compound: new.compound,
        household: new.household,
        code: code.to_owned(),
        routing: route(code, new.hazard).context("a category of the taxonomy")?,
        company: None,
        place_text: new.place_text.clone(),
        description: new.description.clone(),
        photos: new.photos.clone(),
        status: TaskStatus::Created,
        at_ms: intake.now_ms,
    };
    intake.open_task(tx, task, &place).await?;
    move_request(tx, new.id, new.status, triaged).await?;
    Ok((id, triaged))
}

async fn reject(intake: &Intake<'_>, tx: &mut Tx, new: &NewRequest) -> anyhow::Result<()> {
    let clerk = Actor::Staff(Role::CommunityClerk);
    let triaged = step(RequestState::NEW, RequestAction::Triage, clerk, intake)?;
    let rejected = step(triaged, RequestAction::Reject, clerk, intake)?;
    close_request(tx, new.id, new.status, rejected, "固定车位要由业主大会决定，已转告业主代表").await?;
    Ok(())
}

fn step(from: RequestState, action: RequestAction, actor: Actor, intake: &Intake<'_>) -> anyhow::Result<RequestState> {
    from.apply(action, actor, &intake.config).context("a request may take this step")
}
