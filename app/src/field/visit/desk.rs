//! The desk a visit is written on: draft, form and place, and one way to change the draft, which saves it at once.

use super::draft::{Step, VisitDraft};
use super::flow::{self, Offer, form_of};
use crate::field::browser;
use crate::field::consent::event::{Capture, Printed, trial_printed};
use crate::field::consent::gate::{Gate, gate, trial_of};
use crate::field::context::Phone;
use crate::field::household::behind::Behind;
use crate::field::photo::camera::Camera;
use crate::field::route::{Route, VisitPart};
use crate::words::finding::finding;
use domain::calendar::shanghai_day;
use domain::config::Config;
use domain::consent::ConsentKind;
use domain::consent::text::current_version;
use domain::finding::Finding;
use domain::questionnaire::{Answer, Questionnaire};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Small and `Copy`; every part of the visit takes it from the context.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The phone.
    pub phone: Phone,
    /// The draft. Change it with [`Desk::change`] only.
    pub draft: RwSignal<VisitDraft>,
    document: StoredValue<Questionnaire>,
    /// The form that is asked now.
    pub form: Memo<Questionnaire>,
    behind: StoredValue<Behind>,
    /// The numbers of the day.
    pub config: StoredValue<Config>,
    /// What the last check found.
    pub findings: RwSignal<Vec<Finding>>,
    /// The storage refused the last save.
    pub not_kept: RwSignal<bool>,
}

impl Desk {
    /// A desk with everything on it.
    pub fn new(phone: Phone, draft: VisitDraft, document: Questionnaire, behind: Behind) -> Self {
        let draft = RwSignal::new(draft);
        let document = StoredValue::new(document);
        let choice = Memo::new(move |_| draft.with(|draft| draft.form));
        let form = Memo::new(move |_| document.with_value(|document| form_of(document, choice.get())));
        Self {
            phone,
            draft,
            document,
            form,
            behind: StoredValue::new(behind),
            config: StoredValue::new(Config::shipped_on(shanghai_day(phone.now_ms()))),
            findings: RwSignal::new(Vec::new()),
            not_kept: RwSignal::new(false),
        }
    }

    /// The desk of the screen that asks.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether there are questions at all.
    pub fn has_questions(self) -> bool {
        self.document.with_value(|document| !document.questions.is_empty())
    }

    /// Reads household and compound.
    pub fn behind<T>(self, read: impl FnOnce(&Behind) -> T) -> T {
        self.behind.with_value(read)
    }

    /// Changes the draft and saves it at once.
    pub fn change(self, change: impl FnOnce(&mut VisitDraft)) {
        self.draft.update(change);
        // Saved as it is when the task gets its turn, so that no older state is ever stored after a newer one; if the page was left
        // until then, as it is now.
        let now = self.written();
        spawn_local(async move { self.store(self.written().or(now)).await });
    }

    /// Saves the draft and waits until it is durable: before the camera opens.
    pub async fn keep(self) {
        let written = self.written();
        self.store(written).await;
    }

    fn written(self) -> Option<(String, String)> {
        let write = |draft: &VisitDraft| Some((VisitDraft::name(draft.household), domain::json::write(draft).ok()?));
        self.draft.try_with_untracked(write).flatten()
    }

    async fn store(self, written: Option<(String, String)>) {
        let Some((name, json)) = written else { return };
        let kept = self.phone.save_draft(&name, json).await.is_ok();
        let _ = self.not_kept.try_set(!kept);
    }

    /// What the photo strips of this visit need.
    pub fn camera(self) -> Camera {
        let opened_at = self.draft.with_untracked(|draft| draft.camera.clone());
        Camera::new(opened_at, move |place| async move {
            if self.draft.try_update(|draft| draft.camera = place).is_some() {
                self.keep().await;
            }
        })
    }

    /// Sets or takes away an answer.
    pub fn answer(self, code: &str, answer: Option<Answer>) {
        self.forget_findings(&format!("answers.{code}"));
        self.change(|draft| draft.answer(code, answer));
    }

    /// What was found at a field is shown until the field changes.
    pub fn forget_findings(self, field: &str) {
        if self.findings.with_untracked(|found| found.iter().any(|finding| finding.field == field)) {
            self.findings.update(|found| found.retain(|finding| finding.field != field));
        }
    }

    /// The words of the first finding at a field.
    pub fn error(self, field: impl Into<String>) -> Signal<Option<String>> {
        let field = field.into();
        Signal::derive(move || {
            let code =
                self.findings.with(|found| found.iter().find(|one| one.field == field).map(|one| one.code.clone()));
            code.map(|code| self.phone.say(finding(&code)).to_owned())
        })
    }

    /// Today, by the phone's clock.
    pub fn today(self) -> domain::calendar::Day {
        shanghai_day(self.phone.now_ms())
    }

    /// Whether and on which terms a fee consent may be asked for.
    pub fn gate(self) -> Gate {
        let version = current_version(ConsentKind::FeePaid).unwrap_or(1);
        let today = self.today();
        self.behind(|behind| {
            self.config.with_value(|config| gate(&behind.household, &behind.compound, version, today, config))
        })
    }

    /// What the acknowledgement of the free months prints, while they run.
    pub fn trial_printed(self) -> Option<Printed> {
        let language = self.phone.language.get_untracked();
        let today = self.today();
        self.behind(|behind| {
            trial_of(&behind.compound, today).map(|(company, trial)| trial_printed(company, trial, language))
        })
    }

    /// Whether the worker belongs to a property company.
    pub fn is_company(self) -> bool {
        self.phone.session.with_untracked(|session| session.as_ref().is_some_and(|session| session.company.is_some()))
    }

    /// What the place allows.
    pub fn offer(self) -> Offer {
        let one_each = browser::document().document_element().is_some_and(|root| root.has_attribute("data-elder"));
        Offer {
            one_each,
            trial: self.trial_printed().is_some(),
            fee: matches!(self.gate(), Gate::Open(_)) && !self.is_company(),
        }
    }

    /// Who captures a consent now.
    pub fn capture(self, kind: ConsentKind) -> Option<Capture> {
        Some(Capture {
            account: self.phone.account()?,
            is_company: self.is_company(),
            at_ms: self.phone.now_ms(),
            language: self.phone.language.get_untracked(),
            version: current_version(kind)?,
        })
    }

    /// `(position, steps)` of now.
    pub fn place(self) -> (usize, Vec<Step>) {
        let offer = self.offer();
        self.form
            .with(|form| self.draft.with(|draft| (flow::position(draft, form, offer), flow::steps(draft, form, offer))))
    }

    /// Goes to a step; the address follows.
    pub fn go(self, step: Step) {
        let household = self.draft.with_untracked(|draft| draft.household);
        let part = match &step {
            Step::Ask(_) => VisitPart::Survey,
            Step::Need(_) => VisitPart::Needs,
            Step::Trial => VisitPart::Trial,
            Step::Fee => VisitPart::Consent,
            Step::Finish => VisitPart::Review,
        };
        self.change(|draft| draft.step = step);
        self.phone.replace(Route::Visit(household, part));
    }

    /// Back from the last screen: a quick outcome is taken back altogether, and nothing of it was ever recorded.
    pub fn undo(self) {
        let (quick, household) = self.draft.with_untracked(|draft| (draft.quick, draft.household));
        if !quick {
            return self.step(-1);
        }
        spawn_local(async move {
            let _ = self.phone.drop_draft(&VisitDraft::name(household)).await;
            let _ = self.phone.drop_draft(&VisitDraft::form_name(household)).await;
            self.phone.navigate(Route::Door(household));
        });
    }

    /// One step on, or back.
    pub fn step(self, by: isize) {
        let (at, steps) = untrack(|| self.place());
        let next = at.saturating_add_signed(by).min(steps.len().saturating_sub(1));
        if let Some(step) = steps.into_iter().nth(next) {
            self.go(step);
        }
    }
}
