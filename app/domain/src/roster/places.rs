//! Communities and compounds by what files call them: the same place is found again by its code and by its name, and where code and
//! name contradict each other nobody decides but a person. Preview and import ask the same, so that one says what the other does.

use super::glyph;
use super::remark::Remark;
use super::row::RowPlace;
use std::collections::HashMap;

/// Codes from here on are given by this program when a file names a community or grid without a number of its own.
pub const OWN_NUMBERS: u32 = 900;

/// A compound of the register, or one that the file has named first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCompound {
    /// Its code; one of this program's own while no file has said another.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of its community.
    pub community: String,
    /// The row of the file that named it first; none for those of the register.
    pub row_no: Option<u32>,
}

/// A community of the register, or one that the file has named first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCommunity {
    /// Nine digits.
    pub street_code: String,
    /// Its name; the code where nobody has said one.
    pub name: String,
}

/// Where a row belongs, by the position of its compound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entered {
    /// A compound that was known.
    Known(usize),
    /// Known without an official code; this row says it.
    Coded(usize),
    /// Named for the first time.
    New(usize),
}

impl Entered {
    /// The position.
    pub const fn index(self) -> usize {
        match self {
            Self::Known(index) | Self::Coded(index) | Self::New(index) => index,
        }
    }
}

/// All places that are known by now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    communities: HashMap<String, KnownCommunity>,
    community_names: HashMap<(String, String), String>,
    compounds: Vec<KnownCompound>,
    codes: HashMap<String, usize>,
    names: HashMap<(String, String), Vec<usize>>,
    stairs: HashMap<(usize, String), bool>,
    last: Option<(RowPlace, usize)>,
}

impl Places {
    /// Adds a community.
    pub fn add_community(&mut self, code: &str, street_code: &str, name: &str) {
        let stem = stem(name);
        if !stem.is_empty() && name != code {
            self.community_names.entry((street_code.to_owned(), stem)).or_insert_with(|| code.to_owned());
        }
        let known = KnownCommunity { street_code: street_code.to_owned(), name: name.to_owned() };
        self.communities.insert(code.to_owned(), known);
    }

    /// Adds a compound; answers its position, counted from 0 in the order of adding.
    pub fn add_compound(&mut self, compound: KnownCompound) -> usize {
        let index = self.compounds.len();
        self.codes.insert(compound.code.clone(), index);
        self.names.entry((compound.community.clone(), glyph::key(&compound.name))).or_default().push(index);
        self.compounds.push(compound);
        index
    }

    /// Adds a unit of a building of the register; `0` where the building has none.
    pub fn add_unit(&mut self, compound: usize, building_no: &str, unit_no: &str) {
        *self.stairs.entry((compound, building_no.to_owned())).or_default() |= unit_no != "0";
    }

    /// Whether the register knows units in this building.
    pub fn has_units(&self, compound: usize, building_no: &str) -> bool {
        !self.stairs.is_empty() && self.stairs.get(&(compound, building_no.to_owned())).is_some_and(|units| *units)
    }

    /// The compound at a position.
    pub fn compound(&self, index: usize) -> &KnownCompound {
        &self.compounds[index]
    }

    /// The community with this code.
    pub fn community(&self, code: &str) -> Option<&KnownCommunity> {
        self.communities.get(code)
    }

    /// The compound that a row names, if it is known.
    ///
    /// # Errors
    /// [`Remark::CommunityElsewhere`], [`Remark::CompoundElsewhere`]: code and name are known and do not belong together.
    pub fn find(&self, place: &RowPlace) -> Result<Option<usize>, Remark> {
        if let Some((last, index)) = &self.last
            && last == place
        {
            return Ok(Some(*index));
        }
        self.found(place, self.community_of(place)?.as_deref())
    }

    /// The same; a place that nobody knows is added, under the row that names it.
    ///
    /// # Errors
    /// Those of [`Places::find`].
    pub fn enter(&mut self, place: &RowPlace, row_no: Option<u32>) -> Result<Entered, Remark> {
        if let Some((last, index)) = &self.last
            && last == place
        {
            return Ok(Entered::Known(*index));
        }
        let community = self.community_of(place)?;
        let entered = match self.found(place, community.as_deref())? {
            Some(index) => self.known(place, index),
            None => Entered::New(self.add(place, community, row_no)),
        };
        self.last = Some((place.clone(), entered.index()));
        Ok(entered)
    }

    /// The compound that a contradicting row is most likely about: the one with its code, or else one of its name.
    pub fn nearest(&self, place: &RowPlace) -> Option<usize> {
        let by_code = place.compound_code.as_ref().and_then(|code| self.codes.get(code)).copied();
        by_code.or_else(|| {
            let community = self.community_of(place).ok()??;
            self.names.get(&(community, glyph::key(&place.compound)))?.first().copied()
        })
    }

    fn found(&self, place: &RowPlace, community: Option<&str>) -> Result<Option<usize>, Remark> {
        let name = glyph::key(&place.compound);
        if let Some(index) = place.compound_code.as_ref().and_then(|code| self.codes.get(code)) {
            let known = &self.compounds[*index];
            let same = Some(known.community.as_str()) == community && glyph::key(&known.name) == name;
            return if same { Ok(Some(*index)) } else { Err(Remark::CompoundElsewhere) };
        }
        let named = community.and_then(|code| self.names.get(&(code.to_owned(), name)));
        match named.map_or(&[][..], Vec::as_slice) {
            [] => Ok(None),
            [only] if place.compound_code.is_none() || self.compounds[*only].has_own_code() => Ok(Some(*only)),
            _ => Err(Remark::CompoundElsewhere),
        }
    }

    /// The code of the row's community, known or not; none for one that is named first and has no code.
    fn community_of(&self, place: &RowPlace) -> Result<Option<String>, Remark> {
        let stem = stem(&place.community);
        let by_name = || self.community_names.get(&(place.street_code.clone(), stem.clone()));
        let Some(code) = &place.community_code else { return Ok(by_name().cloned()) };
        if let Some(known) = self.communities.get(code)
            && (stem.is_empty() || self::stem(&known.name) == stem)
        {
            return Ok(Some(code.clone()));
        }
        match (by_name(), self.communities.get(code)) {
            (None, None) => Ok(Some(code.clone())),
            (None, Some(known)) if known.name == *code => Ok(Some(code.clone())),
            (Some(other), None) if is_own_community(other) => Ok(Some(other.clone())),
            _ => Err(Remark::CommunityElsewhere),
        }
    }

    fn known(&mut self, place: &RowPlace, index: usize) -> Entered {
        match &place.compound_code {
            Some(code) if self.compounds[index].code != *code => {
                self.codes.insert(code.clone(), index);
                self.compounds[index].code.clone_from(code);
                Entered::Coded(index)
            }
            _ => Entered::Known(index),
        }
    }

    fn add(&mut self, place: &RowPlace, community: Option<String>, row_no: Option<u32>) -> usize {
        let community = community.unwrap_or_else(|| {
            let free = |code: &String| !self.communities.contains_key(code);
            (OWN_NUMBERS..).map(|number| format!("{}{number:03}", place.street_code)).find(free).unwrap_or_default()
        });
        if !self.communities.contains_key(&community) {
            let name = if place.community.is_empty() { &community } else { &place.community };
            self.add_community(&community, &place.street_code, name);
        }
        let code = place.compound_code.clone().unwrap_or_else(|| {
            let free = |code: &String| !self.codes.contains_key(code);
            (1..).map(|number| format!("{community}X{number:03}")).find(free).unwrap_or_default()
        });
        self.add_compound(KnownCompound { code, name: place.compound.clone(), community, row_no })
    }
}

impl KnownCompound {
    /// Whether its code was given by this program and by no file.
    pub fn has_own_code(&self) -> bool {
        let number = self.code.strip_prefix(&self.community).and_then(|rest| rest.strip_prefix('X'));
        number.is_some_and(|number| number.len() >= 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

fn is_own_community(code: &str) -> bool {
    code.get(9..).and_then(|number| number.parse::<u32>().ok()).is_some_and(|number| number >= OWN_NUMBERS)
}

/// 甲社区, 甲社区居委会 and 甲 are one community.
fn stem(name: &str) -> String {
    let key = glyph::key(name);
    let endings = ["社区居民委员会", "社区居委会", "居民委员会", "居委会", "社区"];
    let stem = endings.iter().find_map(|ending| key.strip_suffix(ending)).filter(|stem| !stem.is_empty());
    stem.map_or_else(|| key.clone(), str::to_owned)
}

#[cfg(test)]
mod tests;
