//! The streets of the district with their statistical codes (model 2.2; snapshot of 2023-06-30).

use super::glyph;

/// A street or town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Street {
    /// Nine digits.
    pub code: String,
    /// The name without 街道 (towns keep 镇).
    pub name: String,
}

/// District 140403, 潞州区.
pub const DISTRICT: (&str, &str) = ("140403", "潞州区");

/// The thirteen streets and three towns. 400, 401 and 403 are areas of the statistics only and are left out.
pub const STREETS: &[(&str, &str)] = &[
    ("140403001", "东街"),
    ("140403002", "西街"),
    ("140403003", "英雄南路"),
    ("140403004", "英雄中路"),
    ("140403005", "紫金街"),
    ("140403006", "太行东街"),
    ("140403007", "太行西街"),
    ("140403008", "延安南路"),
    ("140403009", "常青"),
    ("140403010", "五马"),
    ("140403013", "堠北庄"),
    ("140403014", "老顶山"),
    ("140403015", "大辛庄"),
    ("140403103", "马厂镇"),
    ("140403104", "黄碾镇"),
    ("140403105", "西白兔镇"),
];

/// The list above as a register.
pub fn streets() -> Vec<Street> {
    STREETS.iter().map(|(code, name)| Street { code: (*code).to_owned(), name: (*name).to_owned() }).collect()
}

/// The street that a cell names: by code, or by name with or without 街道, 办事处, 镇.
pub fn find_street<'a>(streets: &'a [Street], cell: &str) -> Option<&'a Street> {
    let key = glyph::key(cell);
    streets.iter().find(|street| street.code == key).or_else(|| {
        let stem = stem(&key);
        streets.iter().find(|street| street.name == key || self::stem(&street.name) == stem)
    })
}

fn stem(name: &str) -> &str {
    let suffixes = ["街道办事处", "街道办", "办事处", "街道", "镇人民政府", "镇政府", "镇"];
    suffixes.iter().find_map(|suffix| name.strip_suffix(suffix)).filter(|stem| !stem.is_empty()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_street_is_found_by_code_and_by_any_usual_name() {
        let streets = streets();
        for cell in ["140403001", "东街", "东街街道", "东街街道办事处", " 东街办事处 ", "１４０４０３００１"]
        {
            assert_eq!(find_street(&streets, cell).map(|street| street.code.as_str()), Some("140403001"), "{cell}");
        }
        for cell in ["马厂", "马厂镇"] {
            assert_eq!(find_street(&streets, cell).map(|street| street.code.as_str()), Some("140403103"), "{cell}");
        }
        for cell in ["", "街道", "东", "北街", "140403400", "镇"] {
            assert_eq!(find_street(&streets, cell), None, "{cell}");
        }
    }
}
