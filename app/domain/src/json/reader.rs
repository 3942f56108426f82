//! The values of a text one after the other, as the types ask for them. Nothing here is generic but two lines.

use super::text::{Items, said, whole};
use super::{FromJson, Unreadable};
use std::borrow::Cow;
use std::cell::Cell;
use std::vec::IntoIter;

/// Values one after the other: a struct's fields, a list's elements, or just one.
pub struct Reader<'a> {
    /// Their texts; empty where a field is missing.
    values: IntoIter<&'a str>,
    /// Whether something was not as its type wants it.
    fault: &'a Cell<bool>,
}

impl<'a> Reader<'a> {
    /// The value that a text consists of.
    #[inline(never)]
    pub(super) fn new(text: &'a str, fault: &'a Cell<bool>) -> Self {
        let empty = Self { values: vec![].into_iter(), fault };
        let value = empty.sure(whole(text));
        empty.inside(vec![value])
    }

    fn inside(&self, values: Vec<&'a str>) -> Self {
        Self { values: values.into_iter(), fault: self.fault }
    }

    /// Something is not as its type wants it: nothing will have been read.
    pub fn refuse(&self) {
        self.fault.set(true);
    }

    /// Refuses what is an error, and takes its place.
    fn sure<T: Default>(&self, result: Result<T, Unreadable>) -> T {
        result.unwrap_or_else(|Unreadable| {
            self.refuse();
            T::default()
        })
    }

    /// The text of the next value, which is still to come.
    pub(super) fn peek(&self) -> &'a str {
        self.values.as_slice().first().copied().unwrap_or_default()
    }

    /// The text of the next value. A missing one is refused by whoever makes something of it.
    pub fn value(&mut self) -> &'a str {
        self.values.next().unwrap_or_default()
    }

    /// Passes over the next value.
    pub fn pass(&mut self) {
        self.values.next();
    }

    /// How many values are to come.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether none is to come.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Passes over the next value if it is missing.
    fn is_missing(&mut self) -> bool {
        let is_missing = self.peek().is_empty();
        if is_missing {
            self.pass();
        }
        is_missing
    }

    /// Passes over the next value if there is none.
    pub fn is_none(&mut self) -> bool {
        let is_none = matches!(self.peek(), "" | "null");
        if is_none {
            self.pass();
        }
        is_none
    }

    /// The next value, or what stands in for it where the field is missing.
    pub fn or_else<T: FromJson>(&mut self, stand_in: fn() -> T) -> T {
        if self.is_missing() { stand_in() } else { T::from_json(self) }
    }

    /// What the next value, a string, says.
    pub fn said(&mut self) -> Cow<'a, str> {
        let value = self.value();
        self.sure(said(value))
    }

    /// What the next value, a string, stands for; none, and refused, if nothing.
    pub fn one_of<T>(&mut self, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let found = find(&self.said());
        if found.is_none() {
            self.refuse();
        }
        found
    }

    /// The place of the next value, a string, among the names (which stand in one text, with spaces between); the first for none of them.
    pub fn place(&mut self, names: &str) -> usize {
        let said = self.said();
        self.sure(place_of(&said, names).ok_or(Unreadable))
    }

    /// A whole number from 0 on.
    pub fn plus(&mut self, max: u64) -> u64 {
        let number = self.value().parse().ok().filter(|number| *number <= max);
        self.sure(number.ok_or(Unreadable))
    }

    /// A whole number from `-max - 1` to `max`.
    pub fn signed(&mut self, max: i64) -> i64 {
        let value = self.value();
        let fits = |number: &i64| (!max..=max).contains(number) && value != "-0";
        self.sure(value.parse().ok().filter(fits).ok_or(Unreadable))
    }

    /// The values of a map's fields, in the order of these names.
    pub fn fields(&mut self, names: &str) -> Self {
        let map = self.value();
        let sorted = sorted(map, names);
        self.inside(self.sure(sorted))
    }

    /// The elements of a list; where it must have so many, no other number of them.
    pub fn elements(&mut self, len: Option<usize>) -> Self {
        let entries = entries(self.value(), false);
        let (_, values) = self.sure(entries);
        if len.is_some_and(|len| len != values.len()) {
            self.refuse();
        }
        self.inside(values)
    }

    /// The names of a map, and their values.
    pub fn entries(&mut self) -> (Vec<String>, Self) {
        let entries = entries(self.value(), true);
        let (names, values) = self.sure(entries);
        let names = names.into_iter().map(|name| self.sure(said(name)).into_owned()).collect();
        (names, self.inside(values))
    }

    /// A variant by its place among the names, and what it holds.
    pub fn variant(&mut self, names: &str) -> (usize, Self) {
        let value = self.value();
        let (name, held) = self.sure(variant(value));
        let place = said(name).ok().and_then(|name| place_of(&name, names));
        (self.sure(place.ok_or(Unreadable)), self.inside(vec![held]))
    }

    /// The place of a variant whose name stands in one of the fields of the next value. The value is still to come.
    pub fn tag(&mut self, tag: &str, names: &str) -> usize {
        self.inside(vec![self.peek()]).fields(tag).place(names)
    }

    /// The end of a variant that holds nothing.
    pub fn nothing(&mut self) {
        if !self.is_none() {
            self.refuse();
        }
    }
}

fn place_of(name: &str, names: &str) -> Option<usize> {
    names.split(' ').position(|known| known == name)
}

fn sorted<'a>(map: &'a str, names: &str) -> Result<Vec<&'a str>, Unreadable> {
    let mut values = vec![""; names.split(' ').count()];
    let mut items = Items::of(map, true)?;
    while let Some(item) = items.next_item()? {
        let name = said(item.name)?;
        if let Some(value) = place_of(&name, names).and_then(|place| values.get_mut(place)) {
            // A field that is there twice says two things.
            if !std::mem::replace(value, item.value).is_empty() {
                return Err(Unreadable);
            }
        }
    }
    Ok(values)
}

type Entries<'a> = (Vec<&'a str>, Vec<&'a str>);

/// The names, in quotes, and the values of a map or list.
fn entries(value: &str, is_map: bool) -> Result<Entries<'_>, Unreadable> {
    let (mut names, mut values) = Entries::default();
    let mut items = Items::of(value, is_map)?;
    while let Some(item) = items.next_item()? {
        names.push(item.name);
        values.push(item.value);
    }
    Ok((names, values))
}

/// The name of a variant, in quotes, and what it holds.
fn variant(value: &str) -> Result<(&str, &str), Unreadable> {
    match Items::of(value, true) {
        Err(Unreadable) => Ok((value, "")),
        Ok(mut items) => {
            let item = items.next_item()?.ok_or(Unreadable)?;
            if items.next_item()?.is_some() { Err(Unreadable) } else { Ok((item.name, item.value)) }
        }
    }
}
