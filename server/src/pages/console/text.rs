//! Values of rows as words: doors, times, categories, marks.

use app::console::table::Cell;
use app::ui::badge::Mark;
use app::words::{console_device as device, console_value as value, console_work as work};
use domain::calendar::shanghai_text;
use domain::language::Language;
use domain::need::{Priority, category};
use domain::task::TaskStatus;

/// A door as people say it: `3号楼 2单元 501`.
pub fn door(building: &str, unit: &str, door_no: &str, language: Language) -> String {
    match (unit, language) {
        ("0" | "", _) => format!("{building} {door_no}"),
        (unit, Language::Zh) => format!("{building} {unit}单元 {door_no}"),
        (unit, Language::En) => format!("{building} unit {unit}, {door_no}"),
    }
}

/// Shanghai wall clock.
pub fn at(at_ms: i64) -> String {
    shanghai_text(at_ms)
}

/// A span of time in its largest unit.
pub fn span(ms: i64, language: Language) -> String {
    let seconds = ms.max(0) / 1_000;
    let (unit, number) = match seconds {
        ..120 => (device::SECONDS, seconds),
        120..7_200 => (device::MINUTES, seconds / 60),
        7_200..172_800 => (device::HOURS, seconds / 3_600),
        _ => (device::DAYS, seconds / 86_400),
    };
    unit.fill(language, &[("n", &number.to_string())])
}

/// `CLN-01 楼道、院内脏乱`.
pub fn category_text(code: &str, language: Language) -> String {
    category(code).map_or_else(|| code.to_owned(), |known| format!("{code} {}", known.name(language)))
}

/// Priority as a badge.
pub fn priority(name: &str, language: Language) -> Cell {
    let mark = match Priority::from_name(name) {
        Some(Priority::P0) => Mark::Danger,
        Some(Priority::P1) => Mark::Warn,
        _ => Mark::Waiting,
    };
    Cell::badge(mark, value::of_name(Priority::from_name, work::priority, name, language))
}

/// State of a task as a badge.
pub fn task_status(name: &str, language: Language) -> Cell {
    let mark = match TaskStatus::from_name(name) {
        Some(TaskStatus::Closed) => Mark::Good,
        Some(TaskStatus::Declined | TaskStatus::Returned) => Mark::Warn,
        Some(TaskStatus::Escalated) => Mark::Danger,
        Some(TaskStatus::Accepted | TaskStatus::Working | TaskStatus::Submitted | TaskStatus::Checked) => Mark::Going,
        _ => Mark::Waiting,
    };
    Cell::badge(mark, value::of_name(TaskStatus::from_name, work::task_status, name, language))
}

/// A name as lists show it: the family name only.
pub fn masked_name(name: &str) -> String {
    let count = name.chars().count();
    let first: String = name.chars().take(1).collect();
    match count {
        0 => String::new(),
        1 | 2 => format!("{first}*"),
        _ => format!("{first}*{}", name.chars().last().unwrap_or_default()),
    }
}

/// `138****1234`; short numbers keep their last two digits.
pub fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    if digits.len() < 8 {
        let tail: String = digits.iter().rev().take(2).rev().collect();
        return format!("****{tail}");
    }
    let head: String = digits[..3].iter().collect();
    let tail: String = digits[digits.len() - 4..].iter().collect();
    format!("{head}****{tail}")
}

/// Hundredths as a decimal: area, money.
pub fn hundredths(number: i64) -> String {
    format!("{}.{:02}", number / 100, number.rem_euclid(100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_phones_are_masked() {
        assert_eq!(["王", "王明", "王小明", "欧阳小明"].map(masked_name), ["王*", "王*", "王*明", "欧*明"]);
        assert_eq!(masked_phone("13812341234"), "138****1234");
        assert_eq!(masked_phone("2023456"), "****56");
        assert_eq!(masked_phone("03552023456"), "035****3456");
    }

    #[test]
    fn a_house_without_staircases_says_no_unit() {
        assert_eq!(door("3号楼", "2", "501", Language::Zh), "3号楼 2单元 501");
        assert_eq!(door("平房", "0", "7", Language::Zh), "平房 7");
    }
}
