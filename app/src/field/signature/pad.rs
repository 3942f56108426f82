//! The signature canvas: a finger's strokes, kept when the phone is turned or the page dies.

use super::pen::{Fit, Pen};
use crate::ui::icon;
use crate::ui::signature::SignatureFrame;
use domain::evidence::Strokes;
use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, PointerEvent};

use crate::ui::icon::Icon;

/// A place to sign. `on_change` hears every finished stroke and the clearing (`None`).
#[component]
pub fn SignaturePad(
    /// What was drawn before the page was last opened.
    begun: Option<Strokes>,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(into)] clear: String,
    on_change: Callback<Option<Strokes>>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let signed = RwSignal::new(begun.as_ref().is_some_and(|strokes| !strokes.is_empty()));
    let pen = StoredValue::new_local(Pen::new(begun));
    let redraw = move || {
        if let Some(canvas) = canvas.get_untracked() {
            pen.with_value(|pen| draw(&canvas, &pen.strokes));
        }
    };
    canvas.on_load(move |_| request_animation_frame(redraw));
    let turned = window_event_listener(leptos::ev::resize, move |_| redraw());
    on_cleanup(move || turned.remove());

    let down = move |event: PointerEvent| {
        let Some(canvas) = canvas.get_untracked() else { return };
        event.prevent_default();
        let draws =
            pen.try_update_value(|pen| pen.down(event.pointer_id(), at(&event), size(&canvas), event.time_stamp()));
        if draws == Some(true) {
            // A canvas that cannot capture still draws as long as the finger stays on it.
            let _ = canvas.set_pointer_capture(event.pointer_id());
            signed.set(true);
            redraw();
        }
    };
    let moved = move |event: PointerEvent| {
        let Some(canvas) = canvas.get_untracked() else { return };
        let added =
            pen.try_update_value(|pen| pen.moved(event.pointer_id(), at(&event), size(&canvas), event.time_stamp()));
        if added == Some(true) {
            pen.with_value(|pen| draw_last(&canvas, &pen.strokes));
        }
    };
    let up = move |event: PointerEvent| {
        if pen.try_update_value(|pen| pen.up(event.pointer_id())) == Some(true) {
            on_change.run(Some(pen.with_value(|pen| pen.strokes.clone())));
        }
    };
    let wipe = move |_| {
        pen.set_value(Pen::new(None));
        signed.set(false);
        redraw();
        on_change.run(None);
    };
    view! {
        <div on:pointerdown=down on:pointermove=moved on:pointerup=up on:pointercancel=up>
            <SignatureFrame canvas label hint signed/>
        </div>
        <button type="button" class="button signature-clear" disabled=move || !signed.get() on:click=wipe>
            <Icon of=icon::TRASH/><span>{clear}</span>
        </button>
    }
}

fn at(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.offset_x()), f64::from(event.offset_y()))
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
    let sharp = window().device_pixel_ratio().max(1.0);
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
