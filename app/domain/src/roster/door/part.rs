//! Finds building, unit, floor and door among the words of one cell. What no rule knows is a doubt, never a guess.

use super::super::remark::Remark;
use super::token::{Mark, Token};

/// What one unlabelled piece looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One or two digits: building, unit, or door.
    Short,
    /// Three digits and more: a door.
    Long,
    /// 东, 西南: a door of a floor.
    Compass,
    /// A letter, a stem, or "5A".
    Mixed,
    /// A building's name.
    Name,
    /// A building's name with a number: 家属楼2.
    NumberedName,
}

/// A piece without a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Loose {
    pub text: String,
    pub kind: Kind,
}

/// What one cell says. `"0"` means: expressly none.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub building: Option<String>,
    pub unit: Option<String>,
    pub floor: Option<i16>,
    pub door: Option<Loose>,
    pub loose: Vec<Loose>,
}

type Step = Result<usize, Remark>;

/// Reads all words. `building_known`: another column names the building, so 楼 after a number is a floor.
pub(super) fn parts(tokens: &[Token], building_known: bool) -> Result<Parts, Remark> {
    let mut parts = Parts::default();
    let mut rest = tokens;
    while !rest.is_empty() {
        let taken = parts.step(rest, building_known)?;
        rest = &rest[taken..];
    }
    Ok(parts)
}

/// The text of a token that can be a building's or a unit's label.
pub(super) fn label(token: &Token) -> Option<String> {
    match token {
        Token::Number(text) | Token::Letter(text) | Token::Compass(text) => Some(text.clone()),
        Token::Stem(stem) => Some(stem.to_string()),
        _ => None,
    }
}

fn suffix(token: &Token) -> Option<String> {
    match token {
        Token::Letter(letter) if letter.len() == 1 => Some(letter.clone()),
        Token::Stem(stem) => Some(stem.to_string()),
        _ => None,
    }
}

fn number(text: &str) -> Loose {
    Loose { text: text.to_owned(), kind: if text.len() < 3 { Kind::Short } else { Kind::Long } }
}

fn opens_unit(rest: &[Token]) -> bool {
    matches!(rest, [first, Token::Mark(Mark::Unit), ..] if label(first).is_some())
}

impl Parts {
    fn step(&mut self, rest: &[Token], building_known: bool) -> Step {
        if let Some(taken) = self.labelled(rest)? {
            return Ok(taken);
        }
        match rest {
            [Token::Dash, ..] => Ok(1),
            [Token::Name(name), tail @ ..] => self.named(name, tail),
            [Token::Number(floor), Token::Mark(Mark::Lou), tail @ ..] => {
                if opens_unit(tail) {
                    self.set_building(floor.clone(), 2)
                } else if building_known || self.building.is_some() || self.unit.is_some() {
                    self.set_floor(floor, 1, 2)
                } else {
                    Err(Remark::FloorOrBuilding)
                }
            }
            [Token::Number(text), Token::Mark(Mark::Hao), tail @ ..] => match tail {
                [] => self.set_door(number(text), 2),
                _ if opens_unit(tail) => self.set_building(text.clone(), 2),
                _ => Err(Remark::UnitOrBuilding),
            },
            [Token::Annex(annex), Token::Number(no), tail @ ..]
            | [Token::Annex(annex), Token::Dash, Token::Number(no), tail @ ..] => {
                let marked = matches!(tail, [Token::Mark(Mark::Hao | Mark::Door), ..]);
                let taken = rest.len() - tail.len() + usize::from(marked);
                self.set_door(Loose { text: format!("{annex}{no}"), kind: Kind::Long }, taken)
            }
            _ => self.unlabelled(rest),
        }
    }

    /// A label and its mark: 3号楼, 甲单元, 5层, 501室, 3排.
    fn labelled(&mut self, rest: &[Token]) -> Result<Option<usize>, Remark> {
        if let [Token::Mark(Mark::Minus), Token::Number(floor), Token::Mark(Mark::Floor), ..] = rest {
            return self.set_floor(floor, -1, 3).map(Some);
        }
        let [first, Token::Mark(mark), tail @ ..] = rest else { return Ok(None) };
        let Some(text) = label(first) else { return Ok(None) };
        let is_number = matches!(first, Token::Number(_));
        match (mark, first) {
            (Mark::Building, _) => self.set_building(text, 2),
            (Mark::Lou, _) if !is_number => self.set_building(text, 2),
            (Mark::Hao, Token::Number(_)) if matches!(tail, [Token::Name(name), ..] if name != "平房") => {
                let [Token::Name(name), ..] = tail else { return Ok(None) };
                self.set_building(format!("{name}{text}"), 3)
            }
            (Mark::Unit, _) => self.set_unit(text, 2),
            (Mark::Row, Token::Number(_)) => self.set_building(format!("{text}排"), 2),
            (Mark::Floor, Token::Number(_)) => self.set_floor(&text, 1, 2),
            (Mark::Door, Token::Number(_)) => self.set_door(number(&text), 2),
            (Mark::Door, Token::Compass(_)) => self.set_door(Loose { text, kind: Kind::Compass }, 2),
            _ => return Ok(None),
        }
        .map(Some)
    }

    fn named(&mut self, name: &str, tail: &[Token]) -> Step {
        match tail {
            [Token::Number(no), Token::Mark(Mark::Row), ..] if name == "平房" => {
                self.set_building(format!("{no}排"), 3)
            }
            [Token::Number(no), Token::Mark(Mark::Building), ..] if name != "平房" => {
                self.set_building(format!("{name}{no}"), 3)
            }
            [Token::Number(_), Token::Mark(Mark::Unit | Mark::Floor), ..] => self.set_building(name.to_owned(), 1),
            [Token::Number(no), ..] if name == "平房" || no.len() > 2 => self.set_building(name.to_owned(), 1),
            [Token::Number(no), Token::Mark(Mark::Hao), _, ..] => self.set_building(format!("{name}{no}"), 3),
            [Token::Number(_), Token::Mark(Mark::Hao)] if name != "筒子楼" => Err(Remark::UnitOrBuilding),
            [Token::Number(_), Token::Mark(_), ..] => self.set_building(name.to_owned(), 1),
            [Token::Number(no), ..] => self.push(format!("{name}{no}"), Kind::NumberedName, 2),
            [Token::Dash, ..] => self.push(name.to_owned(), Kind::Name, 1),
            _ => self.set_building(name.to_owned(), 1),
        }
    }

    fn unlabelled(&mut self, rest: &[Token]) -> Step {
        match rest {
            [Token::Number(no), Token::Compass(points), tail @ ..]
                if !matches!(tail, [Token::Mark(Mark::Unit | Mark::Lou), ..]) =>
            {
                let marked = usize::from(matches!(tail, [Token::Mark(Mark::Door), ..]));
                if no.len() > 2 {
                    return self.push(format!("{no}{points}"), Kind::Long, 2 + marked);
                }
                self.set_floor(no, 1, 1)?;
                self.set_door(Loose { text: points.clone(), kind: Kind::Compass }, 2 + marked)
            }
            [Token::Number(no), Token::Dash, last] if no.len() > 2 && suffix(last).is_some() => {
                self.push(format!("{no}{}", suffix(last).unwrap_or_default()), Kind::Long, 3)
            }
            [Token::Number(_), last, Token::Number(_), ..] if suffix(last).is_some() => Err(Remark::DoorUnreadable),
            [Token::Number(no), last, tail @ ..] if suffix(last).is_some() && !opens_unit(&rest[1..]) => {
                let marked = usize::from(matches!(tail, [Token::Mark(Mark::Door | Mark::Hao), ..]));
                let kind = if no.len() > 2 { Kind::Long } else { Kind::Mixed };
                let text = format!("{no}{}", suffix(last).unwrap_or_default());
                if marked == 1 { self.set_door(Loose { text, kind }, 3) } else { self.push(text, kind, 2) }
            }
            [Token::Letter(_) | Token::Stem(_) | Token::Compass(_), Token::Number(_), ..] => {
                Err(Remark::UnitOrBuilding)
            }
            [Token::Number(no), ..] => {
                let Loose { text, kind } = number(no);
                self.push(text, kind, 1)
            }
            [Token::Compass(points), ..] => self.push(points.clone(), Kind::Compass, 1),
            [first @ (Token::Letter(_) | Token::Stem(_)), ..] => {
                self.push(label(first).unwrap_or_default(), Kind::Mixed, 1)
            }
            _ => Err(Remark::DoorUnreadable),
        }
    }

    /// Nothing unlabelled may follow a labelled door.
    fn push(&mut self, text: String, kind: Kind, taken: usize) -> Step {
        if self.door.is_some() {
            return Err(if kind == Kind::Long { Remark::SeveralDoors } else { Remark::TooManyParts });
        }
        self.loose.push(Loose { text, kind });
        Ok(taken)
    }

    fn set_building(&mut self, text: String, taken: usize) -> Step {
        let out_of_order = !self.loose.is_empty() || self.unit.is_some();
        if self.building.replace(text).is_some() || out_of_order { Err(Remark::DoorUnreadable) } else { Ok(taken) }
    }

    fn set_unit(&mut self, text: String, taken: usize) -> Step {
        if self.unit.replace(text).is_some() { Err(Remark::DoorUnreadable) } else { Ok(taken) }
    }

    fn set_floor(&mut self, text: &str, sign: i16, taken: usize) -> Step {
        let floor = text.parse::<i16>().ok().filter(|floor| (1..=99).contains(floor)).ok_or(Remark::FloorUnclear)?;
        if self.floor.replace(floor * sign).is_some() { Err(Remark::DoorUnreadable) } else { Ok(taken) }
    }

    fn set_door(&mut self, door: Loose, taken: usize) -> Step {
        if self.door.replace(door).is_some() { Err(Remark::SeveralDoors) } else { Ok(taken) }
    }
}
