//! 朗读: the phone's own voice reads a text, sentence by sentence. Where there is no voice, the worker reads.

use super::browser;
use super::context::Phone;
use super::signal::*;
use crate::element::{Node, el, live};
use crate::ui::button::{Kind, button};
use crate::ui::icon;
use crate::words::visit;
use domain::language::Language;
use js_sys::Function;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen(module = "/src/field/read_aloud.js")]
extern "C" {
    /// Whether the phone has a voice for a language that begins so.
    fn speaks(prefix: &str) -> bool;
    /// Calls when voices have come or gone.
    #[wasm_bindgen(js_name = onVoices)]
    fn on_voices(act: Option<&Function>);
    /// Speaks line by line; `done` is called behind the last one.
    fn speak(text: &str, language: &str, done: &JsValue);
    fn silence();
}

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
        let late = Closure::wrap(Box::new(move || reader.look_for_voice()) as Box<dyn FnMut()>);
        on_voices(Some(late.as_ref().unchecked_ref()));
        keep(late);
        // Before the closure goes: what was made last ends first.
        on_cleanup(move || {
            reader.stop();
            on_voices(None);
        });
        reader
    }

    fn look_for_voice(self) {
        let prefix = if self.language == Language::Zh { "zh" } else { "en" };
        self.has_voice.set(speaks(prefix));
    }

    /// Reads from the beginning.
    pub fn read(self, text: &str) {
        self.state.set(Reading::Going);
        let done = browser::once(Box::new(move || self.state.set(Reading::Finished)));
        speak(text, self.language.tag(), &done);
    }

    /// Falls silent.
    pub fn stop(self) {
        if self.state.is_here() && self.state.get_untracked() == Reading::Going {
            self.state.set(Reading::Silent);
        }
        silence();
    }
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
