//! Four small pictures for the four states a place can be in when it has nothing to show: a doorstep, each time another one.

/// The drawing inside a `<svg viewBox="0 0 120 80">`; its colours come from the style's `state` partial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Illustration(pub &'static str);

/// A closed door, a clean mat: nothing here yet.
pub const EMPTY: Illustration = Illustration(
    r#"<ellipse class="ground" cx="60" cy="72" rx="46" ry="6"/><path class="sheet" d="M42 10h36v58H42z"/><path d="M34 68h52M34 72h52M42 68V10h36v58M50 20h20v18H50z"/><path class="accent" d="M71 46v.1"/>"#,
);
/// A door with three lights: somebody is coming.
pub const LOADING: Illustration = Illustration(
    r#"<ellipse class="ground" cx="60" cy="72" rx="46" ry="6"/><path class="sheet" d="M42 10h36v58H42z"/><path d="M34 68h52M34 72h52M42 68V10h36v58"/><circle class="accent-fill dot" cx="51" cy="38" r="3" stroke="none"/><circle class="accent-fill dot" cx="60" cy="38" r="3" stroke="none"/><circle class="accent-fill dot" cx="69" cy="38" r="3" stroke="none"/>"#,
);
/// A door off its hinge: something went wrong.
pub const ERROR: Illustration = Illustration(
    r#"<ellipse class="ground" cx="60" cy="72" rx="46" ry="6"/><path d="M34 68h52M34 72h52M42 68V10h36v58"/><path class="sheet" d="M47 13l33 6-7 50-31-4z"/><path class="accent" d="M62 28l-2 18M58.5 56v.1"/>"#,
);
/// A door, and a wave that does not arrive.
pub const OFFLINE: Illustration = Illustration(
    r#"<ellipse class="ground" cx="60" cy="72" rx="46" ry="6"/><path class="sheet" d="M26 14h32v54H26z"/><path d="M20 68h60M20 72h60M26 68V14h32v54M51 42v.1"/><path class="accent" d="M72 36a10 10 0 0 1 12 0M67 28a18 18 0 0 1 22 0M94 14L64 48"/>"#,
);
/// An open door with a tick: done.
pub const DONE: Illustration = Illustration(
    r#"<ellipse class="ground" cx="60" cy="72" rx="46" ry="6"/><path d="M34 68h52M34 72h52M42 68V10h36v58"/><path class="sheet" d="M42 10l-16 8v56l16-6z"/><path class="accent" d="M52 40l7 8 13-16"/>"#,
);
