//! Values by name, in the order of the names. Sheets hold a few dozen of them, so a sorted list is enough; a `BTreeMap` of each kind of
//! value would be a tenth of the phone's module.

use crate::json::{FromJson, Page, Reader, ToJson};
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A text that names more is refused: putting each in its place would take too long.
const ENTRIES_MAX: usize = 2_000;

/// Values by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map<V> {
    /// No name twice.
    entries: Vec<(String, V)>,
}

impl<V> Default for Map<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> Map<V> {
    /// Without values.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Where a name is, or where it belongs.
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.place(name).ok().map(|at| &self.entries[at].1)
    }

    /// Whether the name has a value.
    pub fn contains_key(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    /// Gives a name its value; the one it had comes back.
    pub fn insert(&mut self, name: String, value: V) -> Option<V> {
        match self.place(&name) {
            Ok(at) => Some(std::mem::replace(&mut self.entries[at].1, value)),
            Err(at) => {
                self.entries.insert(at, (name, value));
                None
            }
        }
    }

    /// Takes a name's value away.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        self.place(name).ok().map(|at| self.entries.remove(at).1)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Names and values, by name.
    pub fn iter(&self) -> std::slice::Iter<'_, (String, V)> {
        self.entries.iter()
    }

    /// The names, in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.iter().map(|(name, _)| name)
    }

    /// The values, by name.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }
}

impl<V> Extend<(String, V)> for Map<V> {
    fn extend<I: IntoIterator<Item = (String, V)>>(&mut self, entries: I) {
        for (name, value) in entries {
            self.insert(name, value);
        }
    }
}

impl<V> FromIterator<(String, V)> for Map<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<V, const N: usize> From<[(String, V); N]> for Map<V> {
    fn from(entries: [(String, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V> IntoIterator for Map<V> {
    type Item = (String, V);
    type IntoIter = std::vec::IntoIter<(String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a, V> IntoIterator for &'a Map<V> {
    type Item = &'a (String, V);
    type IntoIter = std::slice::Iter<'a, (String, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<V: Serialize> Serialize for Map<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Map<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

struct Entries<V>(PhantomData<V>);

impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
    type Value = Map<V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Map<V>, A::Error> {
        let mut map = Map::new();
        while let Some((name, value)) = entries.next_entry()? {
            if map.len() == ENTRIES_MAX {
                return Err(A::Error::custom("too many entries"));
            }
            map.insert(name, value);
        }
        Ok(map)
    }
}

impl<V: FromJson> FromJson for Map<V> {
    fn from_json(from: &mut Reader<'_>) -> Self {
        let (mut names, mut values) = from.entries();
        if names.len() > ENTRIES_MAX {
            from.refuse();
            names.clear();
        }
        names.into_iter().map(|name| (name, V::from_json(&mut values))).collect()
    }
}

impl<V: ToJson> ToJson for Map<V> {
    fn to_json(&self, page: &mut Page) {
        page.put("{");
        for (name, value) in self {
            page.key(name);
            value.to_json(page);
        }
        page.put("}");
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn it_is_read_written_and_changed_as_a_btree_map_is() {
        let texts = [r#"{}"#, r#"{"b":1,"a":2}"#, r#"{"a":1,"b":2,"a":3}"#, r#"{"门":1,"":2,"Q10":3,"Q1":4}"#];
        for text in texts {
            let mut map: Map<u8> = serde_json::from_str(text).unwrap();
            let mut tree: BTreeMap<String, u8> = serde_json::from_str(text).unwrap();
            for name in ["a", "Q1", "c"] {
                assert_eq!(map.get(name), tree.get(name), "{text} {name}");
                assert_eq!(map.insert(name.to_owned(), 9), tree.insert(name.to_owned(), 9), "{text} {name}");
            }
            assert_eq!(map.remove("a"), tree.remove("a"));
            assert_eq!(map.remove("nothing"), None);
            assert_eq!(serde_json::to_string(&map).unwrap(), serde_json::to_string(&tree).unwrap());
            assert_eq!(map.keys().zip(map.values()).collect::<Vec<_>>(), tree.iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_text_with_too_many_names_is_refused() {
        let text = |count: usize| {
            let entries: Vec<String> = (0..count).map(|number| format!(r#""{number}":0"#)).collect();
            format!("{{{}}}", entries.join(","))
        };
        assert!(serde_json::from_str::<Map<u8>>(&text(ENTRIES_MAX)).is_ok());
        assert!(serde_json::from_str::<Map<u8>>(&text(ENTRIES_MAX + 1)).is_err());
    }
}
