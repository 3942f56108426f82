//! The signature canvas: a finger's strokes, kept when the phone is turned or the page dies.

use super::pen::{Fit, Pen};
use crate::element::{Node, Slot, el, many};
use crate::field::browser;
use crate::field::signal::*;
use crate::ui::button::{Kind, button};
use crate::ui::icon;
use crate::ui::signature::signature_frame;
use domain::evidence::Strokes;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent};

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
    let hear = |act: fn(&Pad, &PointerEvent)| {
        let pad = pad.clone();
        move |event: &web_sys::Event| act(&pad, event.unchecked_ref())
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
            draw(&canvas, &self.pen.borrow().strokes);
        }
    }

    fn down(&self, event: &PointerEvent) {
        let Some(canvas) = self.canvas.get() else { return };
        event.prevent_default();
        let (pointer, at, clock_ms) = touch(event);
        let draws = self.pen.borrow_mut().down(pointer, at, size(&canvas), clock_ms);
        if draws {
            // A canvas that cannot capture still draws as long as the finger stays on it.
            let _ = canvas.set_pointer_capture(pointer);
            self.is_signed.set(true);
            draw(&canvas, &self.pen.borrow().strokes);
        }
    }

    fn moved(&self, event: &PointerEvent) {
        let Some(canvas) = self.canvas.get() else { return };
        let (pointer, at, clock_ms) = touch(event);
        let mut pen = self.pen.borrow_mut();
        if pen.moved(pointer, at, size(&canvas), clock_ms) {
            draw_last(&canvas, &pen.strokes);
        }
    }

    fn up(&self, event: &PointerEvent) {
        let ended = self.pen.borrow_mut().up(event.pointer_id());
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
fn touch(event: &PointerEvent) -> (i32, (f64, f64), f64) {
    (event.pointer_id(), (f64::from(event.offset_x()), f64::from(event.offset_y())), event.time_stamp())
}

fn size(canvas: &HtmlCanvasElement) -> (f64, f64) {
    (f64::from(canvas.client_width()), f64::from(canvas.client_height()))
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Everything anew, as sharp as the screen is.
fn draw(canvas: &HtmlCanvasElement, strokes: &Strokes) {
    let (width, height) = size(canvas);
    let sharp = browser::window().device_pixel_ratio().max(1.0);
    canvas.set_width((width * sharp) as u32);
    canvas.set_height((height * sharp) as u32);
    let Some(pen) = context(canvas) else { return };
    let fit = Fit::new(strokes, width, height);
    let scale = fit.scale * sharp;
    let _ = pen.set_transform(scale, 0.0, 0.0, scale, fit.left * sharp, fit.top * sharp);
    pen.set_line_width(3.0 / fit.scale);
    pen.set_line_cap("round");
    pen.set_line_join("round");
    pen.set_stroke_style_str("#101418");
    for stroke in &strokes.strokes {
        let Some(first) = stroke.first() else { continue };
        pen.begin_path();
        pen.move_to(f64::from(first.x), f64::from(first.y));
        for point in stroke {
            pen.line_to(f64::from(point.x), f64::from(point.y));
        }
        pen.stroke();
    }
}

/// Only the newest piece: a long signature stays quick.
fn draw_last(canvas: &HtmlCanvasElement, strokes: &Strokes) {
    let Some(pen) = context(canvas) else { return };
    let Some([.., from, to]) = strokes.strokes.last().map(Vec::as_slice) else { return };
    pen.begin_path();
    pen.move_to(f64::from(from.x), f64::from(from.y));
    pen.line_to(f64::from(to.x), f64::from(to.y));
    pen.stroke();
}
