//! The signature canvas: a finger's strokes, kept when the phone is turned or the page dies.

use super::pen::{Fit, Pen};
use crate::element::{Node, Slot, el, many};
use crate::field::browser;
use crate::field::signal::*;
use crate::ui::button::{Kind, button};
use crate::ui::icon;
use crate::ui::signature::signature_frame;
use domain::evidence::Strokes;
use js_sys::Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event};

#[wasm_bindgen(module = "/src/field/signature/canvas.js")]
extern "C" {
    #[wasm_bindgen(js_name = sizeOf)]
    fn size_of(canvas: &Element) -> Array;
    fn touch(event: &Event) -> Array;
    fn capture(canvas: &Element, pointer: i32);
    fn draw(canvas: &Element, strokes: &str, scale: f64, left: f64, top: f64);
    fn add(canvas: &Element, from_x: i32, from_y: i32, to_x: i32, to_y: i32);
}

/// One place to sign, for its events.
#[derive(Clone)]
struct Pad {
    canvas: Slot,
    pen: Rc<RefCell<Pen>>,
    is_signed: Signal<bool>,
    on_change: Rc<dyn Fn(Option<Strokes>)>,
}

/// A place to sign. `begun`: what was drawn before the page was last opened. `on_change` hears every finished stroke and the
/// clearing (`None`).
pub fn signature_pad(
    begun: Option<Strokes>,
    label: &str,
    hint: &str,
    clear: &'static str,
    on_change: impl Fn(Option<Strokes>) + 'static,
) -> Node {
    let is_signed = Signal::new(begun.as_ref().is_some_and(|strokes| !strokes.is_empty()));
    let pen = Rc::new(RefCell::new(Pen::new(begun)));
    let pad = Pad { canvas: Slot::new(), pen, is_signed, on_change: Rc::new(on_change) };
    let hear = |act: fn(&Pad, &Event)| {
        let pad = pad.clone();
        move |event: &Event| act(&pad, event)
    };
    let redraw = || {
        let pad = pad.clone();
        move || pad.redraw()
    };
    let frame = signature_frame(pad.canvas, label.to_owned(), hint.to_owned(), move || is_signed.get());
    let sheet = el("div")
        .on("pointerdown", hear(Pad::down))
        .on("pointermove", hear(Pad::moved))
        .on("pointerup", hear(Pad::up))
        .on("pointercancel", hear(Pad::up))
        .child(frame);
    browser::next_frame(redraw());
    browser::on_window("resize", redraw());
    let wipe = button(Kind::Secondary, Some(icon::TRASH), clear)
        .class_if("signature-clear", true)
        .flag("disabled", move || !is_signed.get())
        .on_click(move || pad.wipe());
    many([sheet, wipe])
}

impl Pad {
    fn redraw(&self) {
        if let Some(canvas) = self.canvas.get() {
            let strokes = &self.pen.borrow().strokes;
            let (width, height) = size(&canvas);
            let Fit { scale, left, top } = Fit::new(strokes, width, height);
            draw(&canvas, &domain::json::write(&strokes.strokes), scale, left, top);
        }
    }

    fn down(&self, event: &Event) {
        let Some(canvas) = self.canvas.get() else { return };
        let Touch { pointer, at, clock_ms } = Touch::of(event);
        event.prevent_default();
        let draws = self.pen.borrow_mut().down(pointer, at, size(&canvas), clock_ms);
        if draws {
            capture(&canvas, pointer);
            self.is_signed.set(true);
            self.redraw();
        }
    }

    fn moved(&self, event: &Event) {
        let Some(canvas) = self.canvas.get() else { return };
        let Touch { pointer, at, clock_ms } = Touch::of(event);
        let mut pen = self.pen.borrow_mut();
        if pen.moved(pointer, at, size(&canvas), clock_ms)
            && let Some([.., from, to]) = pen.strokes.strokes.last().map(Vec::as_slice)
        {
            add(&canvas, from.x, from.y, to.x, to.y);
        }
    }

    fn up(&self, event: &Event) {
        let ended = self.pen.borrow_mut().up(Touch::of(event).pointer);
        if ended {
            let strokes = self.pen.borrow().strokes.clone();
            (self.on_change)(Some(strokes));
        }
    }

    fn wipe(&self) {
        *self.pen.borrow_mut() = Pen::new(None);
        self.is_signed.set(false);
        self.redraw();
        (self.on_change)(None);
    }
}

/// Which finger, where on the canvas, when.
struct Touch {
    pointer: i32,
    at: (f64, f64),
    clock_ms: f64,
}

impl Touch {
    fn of(event: &Event) -> Self {
        let [pointer, x, y, clock_ms] = numbers(&touch(event));
        Self { pointer: pointer as i32, at: (x, y), clock_ms }
    }
}

fn size(canvas: &Element) -> (f64, f64) {
    let [width, height] = numbers(&size_of(canvas));
    (width, height)
}

fn numbers<const N: usize>(list: &Array) -> [f64; N] {
    std::array::from_fn(|at| list.get(at as u32).as_f64().unwrap_or_default())
}
