//! 朗读: the phone's own voice reads a text, sentence by sentence. Where there is no voice, the worker reads.

use super::context::Phone;
use crate::ui::icon::{self, Icon};
use crate::words::visit;
use domain::language::Language;
use super::signal::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// How far the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reading {
    #[default]
    Silent,
    Going,
    /// The last sentence was spoken to its end.
    Finished,
}

/// A voice that reads one text.
#[derive(Clone, Copy)]
pub struct Reader {
    /// How far it is.
    pub state: RwSignal<Reading>,
    /// Whether the phone has a voice for the language; voices may come late.
    pub has_voice: RwSignal<bool>,
    language: Language,
}

impl Reader {
    /// A reader for a language; it falls silent when the screen goes away.
    pub fn new(language: Language) -> Self {
        let reader = Self { state: RwSignal::new(Reading::Silent), has_voice: RwSignal::new(false), language };
        reader.look_for_voice();
        if let Some(speech) = speech() {
            let late = Closure::<dyn FnMut()>::new(move || reader.look_for_voice());
            speech.set_onvoiceschanged(Some(late.as_ref().unchecked_ref()));
            // One small closure for each consent screen; the browser may call it at any time.
            late.forget();
        }
        on_cleanup(move || reader.stop());
        reader
    }

    fn look_for_voice(self) {
        let prefix = if self.language == Language::Zh { "zh" } else { "en" };
        let speaks = |voice: SpeechSynthesisVoice| voice.lang().to_ascii_lowercase().starts_with(prefix);
        let found =
            speech().is_some_and(|speech| speech.get_voices().iter().any(|voice| speaks(voice.unchecked_into())));
        let _ = self.has_voice.try_set(found);
    }

    /// Reads from the beginning.
    pub fn read(self, text: &str) {
        let Some(speech) = speech() else { return };
        speech.cancel();
        let sentences: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let last = sentences.len().saturating_sub(1);
        self.state.set(Reading::Going);
        for (index, sentence) in sentences.into_iter().enumerate() {
            let Ok(utterance) = SpeechSynthesisUtterance::new_with_text(sentence) else { continue };
            utterance.set_lang(self.language.tag());
            utterance.set_rate(0.9);
            if index == last {
                let done = Closure::once_into_js(move || {
                    let _ = self.state.try_set(Reading::Finished);
                });
                utterance.set_onend(Some(done.unchecked_ref()));
            }
            speech.speak(&utterance);
        }
    }

    /// Falls silent.
    pub fn stop(self) {
        if self.state.try_get_untracked() == Some(Reading::Going) {
            let _ = self.state.try_set(Reading::Silent);
        }
        if let Some(speech) = speech() {
            speech.cancel();
        }
    }
}

fn speech() -> Option<SpeechSynthesis> {
    window().speech_synthesis().ok()
}

/// The button that reads a text, or a word that the worker has to.
#[component]
pub fn ReadAloud(reader: Reader, text: String) -> impl IntoView {
    let phone = Phone::here();
    let text = StoredValue::new(text);
    let toggle = move |_| match reader.state.get_untracked() {
        Reading::Going => reader.stop(),
        _ => text.with_value(|text| reader.read(text)),
    };
    move || match (reader.has_voice.get(), reader.state.get()) {
        (false, _) => view! { <p class="quiet">{phone.say(visit::NO_VOICE)}</p> }.into_any(),
        (true, state) => {
            let word = if state == Reading::Going { visit::STOP_READING } else { visit::READ_ALOUD };
            view! {
                <button type="button" class="button" on:click=toggle><Icon of=icon::SPEAK/><span>{phone.say(word)}</span></button>
            }
            .into_any()
        }
    }
}
