//! The draft behind the camera: made durable before the camera opens, so that a page the camera kills comes back to the same place.

use crate::field::signal::*;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

type Saving = Pin<Box<dyn Future<Output = ()>>>;
type Marker = Rc<dyn Fn(Option<String>) -> Saving>;

/// What a form offers to the photo strips inside it.
#[derive(Clone, Copy)]
pub struct Camera {
    opened_at: Signal<Option<String>>,
    mark: Signal<Marker>,
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
        Self { opened_at: Signal::new(opened_at), mark: Signal::new(mark) }
    }

    /// Whether the page was killed while this place's photo was being taken.
    pub fn was_open_at(self, place: &str) -> bool {
        self.opened_at.with_untracked(|opened_at| opened_at.as_deref() == Some(place))
    }

    /// Saves the draft and waits until it is durable: the camera may open now.
    pub async fn open(self, place: String) {
        self.save(Some(place)).await;
    }

    /// The camera is closed, with or without a photo.
    pub async fn close(self) {
        self.save(None).await;
    }

    async fn save(self, place: Option<String>) {
        // A form that was left in the meantime has saved itself.
        if self.mark.is_here() {
            let mark = self.mark.get_untracked();
            mark(place).await;
        }
    }
}
