//! Chinese numerals as people write them on doors: 五零一, 十二, 二十, 一百零三, 叁.

/// The digit that this character stands for.
fn digit(glyph: char) -> Option<u32> {
    Some(match glyph {
        '0'..='9' => glyph as u32 - '0' as u32,
        '零' | '〇' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn power(glyph: char) -> Option<u32> {
    match glyph {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        _ => None,
    }
}

/// Whether a run of digits may go on with this character.
pub fn is_numeral(glyph: char) -> bool {
    digit(glyph).is_some() || power(glyph).is_some()
}

/// Reads a run of numerals into decimal digits without leading zeros (`0` stays `0`); `None` when it is no number.
///
/// Without 十 and 百 the characters are digits one after the other, so 五零一 is 501 and 二一 is 21.
pub fn read(run: &str) -> Option<String> {
    if run.is_empty() || run.chars().count() > 12 {
        return None;
    }
    let value =
        if run.chars().any(|glyph| power(glyph).is_some()) { by_powers(run)?.to_string() } else { in_a_row(run)? };
    let digits = value.trim_start_matches('0');
    Some(if digits.is_empty() { "0".to_owned() } else { digits.to_owned() })
}

fn in_a_row(run: &str) -> Option<String> {
    run.chars().map(|glyph| digit(glyph).and_then(|value| char::from_digit(value, 10))).collect()
}

/// 二十, 十二, 一百零三, 一百二十. Each power may come once, the larger first.
fn by_powers(run: &str) -> Option<u32> {
    let (mut total, mut pending, mut last_power) = (0, None, 1000);
    for glyph in run.chars() {
        if let Some(power) = power(glyph) {
            if power >= last_power || pending == Some(0) {
                return None;
            }
            total += pending.take().unwrap_or(1) * power;
            last_power = power;
        } else {
            match (pending, digit(glyph)?) {
                (None, value) => pending = Some(value),
                (Some(0), value) if value > 0 && last_power == 100 => pending = Some(value),
                _ => return None,
            }
        }
    }
    Some(total + pending.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_read_as_people_mean_them() {
        let cases = [
            ("501", "501"),
            ("五零一", "501"),
            ("五〇一", "501"),
            ("5零1", "501"),
            ("十", "10"),
            ("十二", "12"),
            ("二十", "20"),
            ("二十一", "21"),
            ("二一", "21"),
            ("一百零三", "103"),
            ("一百二十", "120"),
            ("叁", "3"),
            ("两", "2"),
            ("0501", "501"),
            ("0", "0"),
            ("一二〇一", "1201"),
        ];
        for (run, digits) in cases {
            assert_eq!(read(run).as_deref(), Some(digits), "{run}");
        }
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for run in ["", "十十", "零十", "百百", "一百三四", "十百", "1234567890123", "楼"] {
            assert_eq!(read(run), None, "{run}");
        }
    }
}
