//! Words around questions; the questions themselves come with their document.

use super::{Word, word};

pub const DECLINE: Word = word("不想回答", "Prefer not to say");
pub const YES: Word = word("有 / 是", "Yes");
pub const NO: Word = word("没有 / 不是", "No");
pub const AT_MOST: Word = word("最多选 {n} 项", "At most {n}");
pub const NUMBER_RANGE: Word = word("{min} 到 {max}", "{min} to {max}");
pub const SQUARE_METRES: Word = word("平方米，例如 68.47", "Square metres, such as 68.47");
pub const CHARACTERS_LEFT: Word = word("还可写 {n} 字", "{n} characters left");
pub const BY_WORKER: Word = word("网格员填", "For the worker");
