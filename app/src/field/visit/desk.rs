//! The desk a visit is written on: draft, form and place, and one way to change the draft, which saves it at once.

use super::draft::VisitDraft;
use super::flow::{self, Offer, form_of};
use super::step::{Form, Step};
use crate::field::browser;
use crate::field::consent::event::{Capture, Printed, trial_printed};
use crate::field::consent::gate::{Gate, gate, trial_of};
use crate::field::context::Phone;
use crate::field::household::behind::Behind;
use crate::field::photo::camera::Camera;
use crate::field::route::Route;
use crate::field::signal::*;
use crate::ui::field::Fault;
use crate::words::finding::finding;
use domain::calendar::shanghai_day;
use domain::config::Config;
use domain::consent::ConsentKind;
use domain::consent::text::current_version;
use domain::finding::Finding;
use domain::questionnaire::{Answer, Questionnaire, Text};
use domain::sync::signature::Hex;
use std::ops::Deref;

/// Every part of the visit is given it. What lies on it goes with the visit; the desk itself, some thirty bytes, is never given back.
#[derive(Clone, Copy)]
pub struct Desk(&'static Parts);

/// What lies on a desk.
pub struct Parts {
    /// The phone.
    pub phone: Phone,
    /// The draft. Change it with [`Desk::change`] only.
    pub draft: Signal<VisitDraft>,
    /// The form that is asked now.
    pub form: Signal<Questionnaire>,
    behind: Signal<Behind>,
    /// The numbers of the day.
    pub config: Signal<Config>,
    /// What the last check found.
    pub findings: Signal<Vec<Finding>>,
    /// The storage refused the last save.
    pub not_kept: Signal<bool>,
    /// Where the camera was open when the page before this one was killed.
    camera_was_at: Signal<Option<String>>,
}

impl Deref for Desk {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        self.0
    }
}

impl Desk {
    /// A desk with everything on it. `document` is the questionnaire as it was kept with the draft.
    pub fn new(phone: Phone, draft: VisitDraft, document: String, behind: Behind) -> Self {
        let form = Signal::new(asked(&document, draft.form));
        let camera_was_at = Signal::new(draft.camera.clone());
        let draft = Signal::new(draft);
        let choice = memo(move || draft.with(|draft| draft.form == Form::Full));
        follow(Box::new(move || {
            let chosen = if choice.get() { Form::Full } else { Form::Short };
            form.set(asked(&document, chosen));
        }));
        let parts = Parts {
            phone,
            draft,
            form,
            behind: Signal::new(behind),
            config: Signal::new(phone.config()),
            findings: Signal::new(Vec::new()),
            not_kept: Signal::new(false),
            camera_was_at,
        };
        Self(Box::leak(Box::new(parts)))
    }

    /// Whether there are questions at all.
    pub fn has_questions(self) -> bool {
        self.form.with_untracked(|form| !form.questions.is_empty())
    }

    /// Reads household and compound.
    pub fn behind<T>(self, read: impl FnOnce(&Behind) -> T) -> T {
        self.behind.with_untracked(read)
    }

    /// Changes the draft and saves it at once.
    pub fn change(self, change: impl FnOnce(&mut VisitDraft)) {
        self.draft.update(change);
        self.save();
    }

    fn save(self) {
        // Saved as it is when the task gets its turn, so that no older state is ever stored after a newer one; if the page was left
        // until then, as it is now.
        let now = self.written();
        spawn_local(async move { self.store(self.written().or(now)).await });
    }

    /// Saves the draft and waits until it is durable: before the camera opens.
    pub async fn keep(self) {
        self.store(self.written()).await;
    }

    /// The draft's name and text; none once the page has gone.
    fn written(self) -> Option<(String, String)> {
        if !self.draft.is_here() {
            return None;
        }
        self.draft.with_untracked(|draft| Some((VisitDraft::name(draft.household), domain::json::write(draft))))
    }

    async fn store(self, written: Option<(String, String)>) {
        let Some((name, json)) = written else { return };
        let kept = self.phone.save_draft(&name, json).await.is_ok();
        self.not_kept.set(!kept);
    }

    /// What the photo strips of this visit need.
    pub fn camera(self) -> Camera {
        Camera::new(self.camera_was_at.get_untracked(), move |place| async move {
            self.draft.update(|draft| draft.camera = place);
            self.keep().await;
        })
    }

    /// Sets or takes away an answer.
    pub fn answer(self, code: &str, answer: Option<Answer>) {
        self.forget_findings(&["answers.", code].concat());
        self.change(|draft| draft.answer(code, answer));
    }

    /// The same for a question that is typed: what was typed is kept as well, answer or not.
    pub fn answer_typed(self, code: &str, typed: Option<String>, answer: Option<Answer>) {
        match typed {
            Some(typed) => self.draft.update(|draft| drop(draft.typed.insert(code.to_owned(), typed))),
            None => self.draft.update(|draft| drop(draft.typed.remove(code))),
        }
        self.answer(code, answer);
    }

    /// What was found at a field is shown until the field changes.
    pub fn forget_findings(self, field: &str) {
        if self.findings.with_untracked(|found| found.iter().any(|finding| finding.field == field)) {
            self.findings.update(|found| found.retain(|finding| finding.field != field));
        }
    }

    /// The words of the first finding at a field.
    pub fn error(self, field: impl Into<String>) -> Fault {
        self.fault(field.into())
    }

    fn fault(self, field: String) -> Fault {
        let read = move || {
            let code =
                self.findings.with(|found| found.iter().find(|one| one.field == field).map(|one| one.code.clone()));
            code.map(|code| self.phone.say(finding(&code)).to_owned())
        };
        read.into()
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
            self.config.with_untracked(|config| gate(&behind.household, &behind.compound, version, today, config))
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
        let one_each = browser::root_attribute("data-elder").is_some();
        Offer {
            one_each,
            trial: self.trial_printed().is_some(),
            fee: matches!(self.gate(), Gate::Open(_)) && !self.is_company(),
        }
    }

    /// Whether nothing more is asked: one tap said it all, or an answer ended the interview.
    pub fn is_ended(self) -> bool {
        self.draft.with_untracked(|draft| {
            draft.quick || self.form.with_untracked(|form| form.ended(&draft.answers).is_some())
        })
    }

    /// Who captures a consent now.
    pub fn capture(self, kind: ConsentKind) -> Option<Capture> {
        Some(Capture {
            account: self.phone.account()?,
            is_company: self.is_company(),
            at_ms: self.phone.now_ms(),
            language: self.phone.language.get_untracked(),
            version: current_version(kind)?,
            salt: Hex(browser::random()),
        })
    }

    /// `(position, steps)` of now.
    pub fn place(self) -> (usize, Vec<Step>) {
        let offer = self.offer();
        self.form.with(|form| self.draft.with(|draft| flow::place(draft, form, offer)))
    }

    /// Goes to a step; the address follows.
    pub fn go(self, step: Step) {
        let household = self.draft.with_untracked(|draft| draft.household);
        let part = step.part();
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

/// The questions of a document that are asked; none if it has not come or cannot be read.
fn asked(document: &str, form: Form) -> Questionnaire {
    let none = || {
        let title = Text { zh: String::new(), en: String::new() };
        Questionnaire { code: String::new(), version: 0, title, questions: Vec::new(), constraints: Vec::new() }
    };
    form_of(domain::json::read(document).unwrap_or_else(|_| none()), form)
}
