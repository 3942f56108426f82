//! Cells of ratings: a score never without its n, nothing from fewer than k households, "too few" below the least n (3.6, INV-13).

use super::table::Cell;
use crate::ui::badge::Mark;
use crate::words::console as words;
use domain::config::Config;
use domain::language::Language;
use domain::rating::{MeanMicro, has_enough, may_show_cell, score};

/// Why a number is not shown.
pub fn hidden(config: &Config, language: Language) -> Cell {
    Cell::text(words::HIDDEN.fill(language, &[("k", &config.small_cell_k.to_string())]))
}

/// A mean, or why it is not shown.
pub fn mean(sum: i64, n: u32, config: &Config, language: Language) -> Cell {
    let mean = MeanMicro::of(u64::try_from(sum).unwrap_or_default(), n).filter(|_| may_show_cell(n, config));
    mean.map_or_else(|| hidden(config, language), Cell::number)
}

/// The shrunk mean and its score.
pub fn shrunk(mean: Option<MeanMicro>, n: u32, config: &Config, language: Language) -> [Cell; 2] {
    match mean.filter(|_| may_show_cell(n, config)) {
        Some(mean) => [Cell::number(mean), Cell::number(score(mean))],
        None => [hidden(config, language), hidden(config, language)],
    }
}

/// Whether there are enough to speak of.
pub fn enough(n: u32, config: &Config, language: Language) -> Cell {
    if has_enough(n, config) {
        Cell::badge(Mark::Good, words::YES.text(language))
    } else {
        Cell::badge(Mark::Warn, words::TOO_FEW.text(language))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_households_show_nothing_and_nine_are_too_few() {
        let config = Config::shipped_on("2026-11-22".parse().unwrap());
        let zh = Language::Zh;
        assert_eq!(mean(20, 4, &config, zh).text, "不足 5 户，不显示");
        assert_eq!(mean(24, 5, &config, zh).text, "4.80");
        assert_eq!(enough(9, &config, zh).text, "样本不足");
        assert_eq!(enough(10, &config, zh).text, "是");
    }
}
