//! The strokes while they are drawn: pure, so that a rotation, a kill and a resumed signature can be tested.

use domain::evidence::{Point, Strokes};

/// Where the stored box lies inside the canvas of now: one scale for both directions, centred.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// Canvas pixels for one pixel of the box.
    pub scale: f64,
    /// Canvas pixels left of the box.
    pub left: f64,
    /// Canvas pixels above the box.
    pub top: f64,
}

impl Fit {
    /// Fits a box into a canvas; an empty box or canvas is not moved.
    pub fn new(strokes: &Strokes, width: f64, height: f64) -> Self {
        let (box_width, box_height) = (f64::from(strokes.width), f64::from(strokes.height));
        if box_width < 1.0 || box_height < 1.0 || width < 1.0 || height < 1.0 {
            return Self { scale: 1.0, left: 0.0, top: 0.0 };
        }
        let scale = (width / box_width).min(height / box_height);
        Self { scale, left: (width - box_width * scale) / 2.0, top: (height - box_height * scale) / 2.0 }
    }

    fn into_box(self, at: f64, offset: f64, most: u16) -> i32 {
        (((at - offset) / self.scale).round() as i32).clamp(0, i32::from(most))
    }
}

/// A signature in the making.
#[derive(Debug, Clone)]
pub struct Pen {
    /// What is drawn so far.
    pub strokes: Strokes,
    /// The clock's value that counts as the first touch.
    zero_ms: Option<f64>,
    /// The pointer that draws; a second finger is not heard.
    pointer: Option<i32>,
}

impl Pen {
    /// Goes on with a signature that was begun before, or begins one.
    pub fn new(begun: Option<Strokes>) -> Self {
        let strokes = begun.unwrap_or(Strokes { width: 0, height: 0, strokes: Vec::new() });
        Self { strokes, zero_ms: None, pointer: None }
    }

    /// The finger touches. The first touch fixes the box. Returns whether it draws.
    pub fn down(&mut self, pointer: i32, at: (f64, f64), canvas: (f64, f64), clock_ms: f64) -> bool {
        if self.pointer.is_some() {
            return false;
        }
        if self.strokes.is_empty() {
            self.strokes.width = canvas.0.clamp(1.0, 4096.0) as u16;
            self.strokes.height = canvas.1.clamp(1.0, 4096.0) as u16;
        }
        if self.zero_ms.is_none() {
            let drawn_ms = self.strokes.strokes.last().and_then(|stroke| stroke.last()).map_or(0, |point| point.t_ms);
            self.zero_ms = Some(clock_ms - f64::from(drawn_ms));
        }
        self.pointer = Some(pointer);
        self.strokes.strokes.push(Vec::new());
        self.add(at, canvas, clock_ms);
        true
    }

    /// The finger moves; returns whether a point was added.
    pub fn moved(&mut self, pointer: i32, at: (f64, f64), canvas: (f64, f64), clock_ms: f64) -> bool {
        self.pointer == Some(pointer) && self.add(at, canvas, clock_ms)
    }

    /// The finger lifts (or the system takes it away); returns whether a stroke ended.
    pub fn up(&mut self, pointer: i32) -> bool {
        let ended = self.pointer == Some(pointer);
        if ended {
            self.pointer = None;
        }
        ended
    }

    fn add(&mut self, at: (f64, f64), canvas: (f64, f64), clock_ms: f64) -> bool {
        let fit = Fit::new(&self.strokes, canvas.0, canvas.1);
        // Never below zero: the conversion ends at the ends of its type.
        let t_ms = (clock_ms - self.zero_ms.unwrap_or(clock_ms)) as u32;
        let point = Point {
            x: fit.into_box(at.0, fit.left, self.strokes.width),
            y: fit.into_box(at.1, fit.top, self.strokes.height),
            t_ms,
        };
        let Some(stroke) = self.strokes.strokes.last_mut() else { return false };
        if stroke.last().is_some_and(|last| (last.x, last.y) == (point.x, point.y)) {
            return false;
        }
        stroke.push(point);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn() -> Pen {
        let mut pen = Pen::new(None);
        assert!(pen.down(1, (10.0, 10.0), (300.0, 200.0), 1000.0));
        assert!(pen.moved(1, (20.0, 30.0), (300.0, 200.0), 1016.0));
        assert!(pen.up(1));
        pen
    }

    #[test]
    fn the_first_touch_fixes_the_box_and_the_clock() {
        let strokes = drawn().strokes;
        assert_eq!((strokes.width, strokes.height), (300, 200));
        let points = [Point { x: 10, y: 10, t_ms: 0 }, Point { x: 20, y: 30, t_ms: 16 }];
        assert_eq!(strokes.strokes, [points]);
    }

    #[test]
    fn a_turned_phone_keeps_the_box_and_what_was_drawn() {
        let mut pen = drawn();
        let before = pen.strokes.strokes[0].clone();
        pen.down(1, (300.0, 100.0), (600.0, 200.0), 2000.0);
        assert_eq!(pen.strokes.strokes[0], before);
        assert_eq!(pen.strokes.strokes[1][0], Point { x: 150, y: 100, t_ms: 1000 });
        assert!(pen.strokes.validate().is_err_and(|found| found.iter().all(|f| f.code == "too_few_points")));
    }

    #[test]
    fn a_signature_resumed_after_a_kill_goes_on_in_time() {
        let mut pen = Pen::new(Some(drawn().strokes));
        pen.down(7, (50.0, 50.0), (300.0, 200.0), 5.0);
        assert_eq!(pen.strokes.strokes[1][0].t_ms, 16);
    }

    #[test]
    fn a_second_finger_is_not_heard_and_nothing_leaves_the_box() {
        let mut pen = Pen::new(None);
        pen.down(1, (0.0, 0.0), (300.0, 200.0), 0.0);
        assert!(!pen.down(2, (5.0, 5.0), (300.0, 200.0), 1.0));
        assert!(!pen.moved(2, (5.0, 5.0), (300.0, 200.0), 2.0));
        pen.moved(1, (900.0, -50.0), (300.0, 200.0), 3.0);
        assert_eq!(pen.strokes.strokes[0][1], Point { x: 300, y: 0, t_ms: 3 });
    }
}
