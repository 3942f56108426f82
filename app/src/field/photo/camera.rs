//! The draft behind the camera: made durable before the camera opens, so that a page the camera kills comes back to the same place.

use crate::field::signal::*;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

type Saving = Pin<Box<dyn Future<Output = ()>>>;
type Marker = Rc<dyn Fn(Option<String>) -> Saving>;

/// What a form offers to the photo strips inside it, through the context.
#[derive(Clone, Copy)]
pub struct Camera {
    opened_at: StoredValue<Option<String>>,
    mark: StoredValue<Marker, LocalStorage>,
}

impl Camera {
    /// `opened_at`: the place at which the camera was open when the draft was last saved. `mark` writes such a place (or none) into
    /// the draft and saves it.
    pub fn new<Mark, Marking>(opened_at: Option<String>, mark: Mark) -> Self
    where
        Mark: Fn(Option<String>) -> Marking + 'static,
        Marking: Future<Output = ()> + 'static,
    {
        let mark: Marker = Rc::new(move |place| Box::pin(mark(place)) as Saving);
        Self { opened_at: StoredValue::new(opened_at), mark: StoredValue::new_local(mark) }
    }

    /// The camera of the form that asks.
    pub fn here() -> Self {
        expect_context()
    }

    /// Whether the page was killed while this place's photo was being taken.
    pub fn was_open_at(self, place: &str) -> bool {
        self.opened_at.with_value(|opened_at| opened_at.as_deref() == Some(place))
    }

    /// Saves the draft and waits until it is durable: the camera may open now.
    pub async fn open(self, place: String) {
        self.saving(Some(place)).await;
    }

    /// The camera is closed, with or without a photo.
    pub async fn close(self) {
        self.saving(None).await;
    }

    fn saving(self, place: Option<String>) -> Saving {
        self.mark.with_value(|mark| mark(place))
    }
}
