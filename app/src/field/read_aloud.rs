//! 朗读: the phone's own voice reads a text, sentence by sentence. Where there is no voice, the worker reads.

use super::browser;
use super::context::Phone;
use super::signal::*;
use crate::element::{Node, el, live};
use crate::ui::button::{Kind, button};
use crate::ui::icon;
use crate::words::visit;
use domain::language::Language;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// How far the reading is.
#[derive(Clone, Copy, PartialEq)]
pub enum Reading {
    Silent,
    Going,
    /// The last sentence was spoken to its end.
    Finished,
}

/// A voice that reads one text.
#[derive(Clone, Copy)]
pub struct Reader {
    /// How far it is.
    pub state: Signal<Reading>,
    /// Whether the phone has a voice for the language; voices may come late.
    pub has_voice: Signal<bool>,
    language: Language,
}

impl Reader {
    /// A reader for a language; it falls silent when the screen goes away.
    pub fn new(language: Language) -> Self {
        let reader = Self { state: Signal::new(Reading::Silent), has_voice: Signal::new(false), language };
        reader.look_for_voice();
        if let Some(speech) = speech() {
            let late = Closure::<dyn FnMut()>::new(move || reader.look_for_voice());
            speech.set_onvoiceschanged(Some(late.as_ref().unchecked_ref()));
            keep(late);
        }
        // Before the closure goes: what was made last ends first.
        on_cleanup(move || {
            reader.stop();
            if let Some(speech) = self::speech() {
                speech.set_onvoiceschanged(None);
            }
        });
        reader
    }

    fn look_for_voice(self) {
        let prefix = if self.language == Language::Zh { "zh" } else { "en" };
        let speaks = |voice: SpeechSynthesisVoice| voice.lang().to_ascii_lowercase().starts_with(prefix);
        let found =
            speech().is_some_and(|speech| speech.get_voices().iter().any(|voice| speaks(voice.unchecked_into())));
        self.has_voice.set(found);
    }

    /// Reads from the beginning.
    pub fn read(self, text: &str) {
        let Some(speech) = speech() else { return };
        speech.cancel();
        self.state.set(Reading::Going);
        let mut sentences = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).peekable();
        while let Some(sentence) = sentences.next() {
            let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(sentence) else { continue };
            utterance.set_lang(self.language.tag());
            utterance.set_rate(0.9);
            if sentences.peek().is_none() {
                let done = Closure::once_into_js(move || self.state.set(Reading::Finished));
                utterance.set_onend(Some(done.unchecked_ref()));
            }
            speech.speak(&utterance);
        }
    }

    /// Falls silent.
    pub fn stop(self) {
        if self.state.is_here() && self.state.get_untracked() == Reading::Going {
            self.state.set(Reading::Silent);
        }
        if let Some(speech) = speech() {
            speech.cancel();
        }
    }
}

fn speech() -> Option<SpeechSynthesis> {
    browser::window().speech_synthesis().ok()
}

/// The button that reads a text, or a word that the worker has to.
pub fn read_aloud(phone: Phone, reader: Reader, text: String) -> Node {
    let text: Rc<str> = text.into();
    let toggle = move || match reader.state.get_untracked() {
        Reading::Going => reader.stop(),
        _ => reader.read(&text),
    };
    live(move || {
        if !reader.has_voice.get() {
            return el("p").class("quiet").text(phone.say(visit::NO_VOICE));
        }
        let is_going = reader.state.get() == Reading::Going;
        let word = if is_going { visit::STOP_READING } else { visit::READ_ALOUD };
        button(Kind::Secondary, Some(icon::SPEAK), phone.say(word)).on_click(toggle.clone())
    })
}
