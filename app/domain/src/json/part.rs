//! One value inside a text, found by its names: it can be changed without knowing what the rest is.

use super::text::{Items, said, whole};

/// The text of the value at `path`, names with points between them, such as `answers.Q05`. Where a variant stands (a map with one name),
/// what it holds is meant.
pub fn part<'a>(text: &'a str, path: &str) -> Option<&'a str> {
    let mut value = whole(text).ok()?;
    for name in path.split('.') {
        value = child(value, Some(name))?;
    }
    Some(child(value, None).unwrap_or(value))
}

/// The text with another value at `path`; none when there is nothing in that place.
pub fn with_part(text: &str, path: &str, value: &str) -> Option<String> {
    let old = part(text, path)?;
    // It is a piece of the text: the distance of their beginnings says where.
    let start = (old.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    Some([text.get(..start)?, value, text.get(start + old.len()..)?].concat())
}

/// The value under a name, or the only one.
fn child<'a>(map: &'a str, wanted: Option<&str>) -> Option<&'a str> {
    let (mut found, mut count) = (None, 0);
    let mut items = Items::of(map, true).ok()?;
    while let Some(item) = items.next_item().ok()? {
        count += 1;
        if wanted.is_none_or(|wanted| said(item.name).is_ok_and(|name| name == wanted)) {
            found = Some(item.value);
        }
    }
    found.filter(|_| wanted.is_some() || count == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str =
        r#"{ "text":"灯\u574f了", "answers":{"Q05":{"number":7},"Q06":"declined","Q07":{"a":1,"b":2}}, "n":[1] }"#;

    #[test]
    fn a_value_is_found_and_put_in_place() {
        let cases = [
            ("text", Some(r#""灯\u574f了""#)),
            ("answers.Q05", Some("7")),
            ("answers.Q06", Some(r#""declined""#)),
            ("answers.Q07", Some(r#"{"a":1,"b":2}"#)),
            ("n", Some("[1]")),
            ("answers.Q08", None),
            ("text.Q05", None),
            ("", None),
        ];
        for (path, value) in cases {
            assert_eq!(part(BODY, path), value, "{path}");
            assert_eq!(with_part(BODY, path, "0").is_some(), value.is_some(), "{path}");
        }
        let changed = with_part(BODY, "answers.Q05", "2").unwrap();
        assert_eq!(changed, BODY.replace("7}", "2}"));
        assert_eq!(with_part(&changed, "answers.Q05", "7").as_deref(), Some(BODY));
        assert_eq!(part("not json", "text"), None);
    }
}
