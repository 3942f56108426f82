//! Signature strokes: what a finger drew, with its timing (存证; model 2.15).

use crate::finding::{Finding, Findings};
use crate::hash::Hash;
use crate::json::{FromJson, Page, Reader, ToJson};
use serde::{Deserialize, Serialize};

/// A point of a stroke; on the wire a triple `[x, y, t_ms]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(i32, i32, u32)", into = "(i32, i32, u32)")]
pub struct Point {
    /// Pixels from the left of the box.
    pub x: i32,
    /// Pixels from the top of the box.
    pub y: i32,
    /// Milliseconds since the first touch.
    pub t_ms: u32,
}

impl From<(i32, i32, u32)> for Point {
    fn from((x, y, t_ms): (i32, i32, u32)) -> Self {
        Self { x, y, t_ms }
    }
}

impl From<Point> for (i32, i32, u32) {
    fn from(point: Point) -> Self {
        (point.x, point.y, point.t_ms)
    }
}

impl FromJson for Point {
    fn from_json(from: &mut Reader<'_>) -> Self {
        let mut triple = from.elements(Some(3));
        let [x, y] = [(); 2].map(|()| i32::from_json(&mut triple));
        Self { x, y, t_ms: u32::from_json(&mut triple) }
    }
}

impl ToJson for Point {
    fn to_json(&self, page: &mut Page) {
        page.put("[");
        page.item(&self.x);
        page.item(&self.y);
        page.item(&self.t_ms);
        page.put("]");
    }
}

/// A drawn signature (签名笔迹).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Strokes {
    /// Width of the box in pixels.
    pub width: u16,
    /// Height of the box in pixels.
    pub height: u16,
    /// Each stroke from touch to lift.
    pub strokes: Vec<Vec<Point>>,
}

impl Strokes {
    /// Fewest points of a signature.
    pub const MIN_POINTS: usize = 20;
    /// Most points that are stored.
    pub const MAX_POINTS: usize = 20_000;
    /// Longest drawing, in milliseconds.
    pub const MAX_MS: u32 = 60_000;

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.strokes.iter().map(Vec::len).sum()
    }

    /// Whether nothing was drawn.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Checks the drawing (model 2.15).
    ///
    /// # Errors
    /// `too_few_points`, `too_many_points`, `too_long`, `outside_the_box`, `time_runs_back`.
    pub fn validate(&self) -> Result<(), Vec<Finding>> {
        let (width, height) = (i32::from(self.width), i32::from(self.height));
        let (mut is_outside, mut runs_back, mut latest_ms) = (false, false, 0);
        for point in self.strokes.iter().flatten() {
            is_outside |= !(0..=width).contains(&point.x) || !(0..=height).contains(&point.y);
            runs_back |= point.t_ms < latest_ms;
            latest_ms = latest_ms.max(point.t_ms);
        }
        let mut findings = Findings::default();
        findings
            .when(self.len() < Self::MIN_POINTS, "too_few_points", "strokes")
            .when(self.len() > Self::MAX_POINTS, "too_many_points", "strokes")
            .when(latest_ms > Self::MAX_MS, "too_long", "strokes")
            .when(is_outside, "outside_the_box", "strokes")
            .when(runs_back, "time_runs_back", "strokes");
        findings.or(())
    }

    /// What makes the drawing doubtful as a signature: `one_dot`, `straight_line` (words: 请签名字). Never refused for it.
    pub fn warnings(&self) -> Vec<Finding> {
        let mut findings = Findings::default();
        let Some(first) = self.strokes.iter().flatten().next() else { return findings.into_vec() };
        let (mut left, mut right, mut top, mut bottom) = (first, first, first, first);
        for point in self.strokes.iter().flatten() {
            left = if point.x < left.x { point } else { left };
            right = if point.x > right.x { point } else { right };
            top = if point.y < top.y { point } else { top };
            bottom = if point.y > bottom.y { point } else { bottom };
        }
        let (across, down) = (way(left, right), way(top, bottom));
        let is_dot = across.0.max(down.1) * 20.0 <= f64::from(self.width.min(self.height));
        let ends = if square(across) > square(down) { (left, right) } else { (top, bottom) };
        let is_straight = self.strokes.iter().flatten().all(|point| is_beside(point, ends));
        findings.when(is_dot, "one_dot", "strokes").when(!is_dot && is_straight, "straight_line", "strokes");
        findings.into_vec()
    }

    /// The same drawing with at most [`Self::MAX_POINTS`] points: inner points go evenly, ends of strokes stay.
    #[must_use]
    pub fn thinned(mut self) -> Self {
        while self.len() > Self::MAX_POINTS && self.strokes.iter().any(|stroke| stroke.len() > 2) {
            for stroke in &mut self.strokes {
                let last = stroke.len().saturating_sub(1);
                let mut index = 0;
                stroke.retain(|_| {
                    index += 1;
                    (index - 1) % 2 == 0 || index - 1 == last
                });
            }
        }
        self
    }

    /// The bytes that are stored as a blob and hashed.
    pub fn to_bytes(&self) -> Vec<u8> {
        crate::json::write(self).into_bytes()
    }

    /// The name of the blob.
    pub fn sha256(&self) -> Hash {
        Hash::of(&self.to_bytes())
    }
}

/// Whether a point lies within 3 % of the length beside the line through the two ends. (No float is ever shown or kept; pixels are
/// far from where one is inexact.)
fn is_beside(point: &Point, (start, end): (&Point, &Point)) -> bool {
    let (line, off) = (way(start, end), way(start, point));
    let cross = (line.0 * off.1 - line.1 * off.0).abs();
    cross * 100.0 <= 3.0 * square(line)
}

fn way(start: &Point, end: &Point) -> (f64, f64) {
    (f64::from(end.x) - f64::from(start.x), f64::from(end.y) - f64::from(start.y))
}

fn square((dx, dy): (f64, f64)) -> f64 {
    dx * dx + dy * dy
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(point: impl Fn(i32) -> (i32, i32), count: i32) -> Strokes {
        let stroke = (0..count).map(|i| Point::from((point(i).0, point(i).1, i.unsigned_abs() * 10))).collect();
        Strokes { width: 300, height: 150, strokes: vec![stroke] }
    }

    fn codes(findings: Vec<Finding>) -> Vec<String> {
        findings.into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_scribble_passes_and_its_faults_are_named() {
        let scribble = drawing(|i| (i * 2, 70 + (i % 7) * 10), 100);
        assert_eq!(scribble.validate(), Ok(()));
        assert!(scribble.warnings().is_empty());
        let cases = [
            (drawing(|i| (i, i % 9), 19), "too_few_points"),
            (drawing(|i| (i % 300, i % 9), 20_001), "too_many_points"),
            (drawing(|i| (i % 300, i % 9), 6_002), "too_long"),
            (drawing(|i| (i * 4, i % 9), 100), "outside_the_box"),
            (drawing(|i| (i - 1, i % 9), 100), "outside_the_box"),
        ];
        for (strokes, code) in cases {
            assert!(codes(strokes.validate().unwrap_err()).contains(&code.to_owned()), "{code}");
        }
    }

    #[test]
    fn dots_and_lines_are_doubted_not_refused() {
        assert_eq!(codes(drawing(|_| (40, 40), 30).warnings()), ["one_dot"]);
        assert_eq!(codes(drawing(|i| (i * 2, 40 + i % 2), 60).warnings()), ["straight_line"]);
        assert_eq!(codes(drawing(|i| (150, i * 2), 60).warnings()), ["straight_line"]);
        assert_eq!(codes(drawing(|i| (i, i), 60).warnings()), ["straight_line"]);
        assert_eq!(drawing(|_| (40, 40), 30).validate(), Ok(()));
    }

    #[test]
    fn thinning_keeps_ends_and_fits() {
        let many = drawing(|i| (i % 300, i % 9), 50_001);
        let thin = many.clone().thinned();
        assert!(thin.len() <= Strokes::MAX_POINTS);
        assert_eq!(thin.strokes[0].first(), many.strokes[0].first());
        assert_eq!(thin.strokes[0].last(), many.strokes[0].last());
    }

    #[test]
    fn strokes_travel_as_triples() {
        let text = String::from_utf8(drawing(|i| (i, 2), 1).to_bytes()).unwrap();
        assert_eq!(text, r#"{"width":300,"height":150,"strokes":[[[0,2,0]]]}"#);
    }
}
