//! What the importer has to say about a row: one stable code each, with how much it weighs.

use crate::org::wire_names;
use serde::{Deserialize, Serialize};

wire_names!(Remark {
    /// The cell has more characters than any real door.
    DoorTooLong = "door_too_long",
    /// No door in the row.
    DoorMissing = "door_missing",
    /// Characters or an order of words that no rule knows.
    DoorUnreadable = "door_unreadable",
    /// Two doors in one cell ("501,502", "501-A/B").
    SeveralDoors = "several_doors",
    /// "3-2": building, unit or door is missing and nobody can say which.
    TooFewParts = "too_few_parts",
    /// More parts than building, unit and door.
    TooManyParts = "too_many_parts",
    /// "3-501" and no other column says whether 3 is a building or a unit.
    UnitOrBuilding = "unit_or_building",
    /// "3楼东户": third floor or third building.
    FloorOrBuilding = "floor_or_building",
    /// "东户" without a floor.
    FloorMissing = "floor_missing",
    /// The floor cell cannot be read.
    FloorUnclear = "floor_unclear",
    /// Floor 6 and door 501.
    FloorDisagrees = "floor_disagrees",
    /// Two columns name different buildings, units or doors.
    ColumnsDisagree = "columns_disagree",
    /// The building cell cannot be read.
    BuildingUnclear = "building_unclear",
    /// No building in the row.
    BuildingMissing = "building_missing",
    /// The unit cell cannot be read.
    UnitUnclear = "unit_unclear",
    /// A number longer than real ones (unit and door may have run together).
    NumberTooLong = "number_too_long",
    /// A spreadsheet turned the door into a date.
    LooksLikeDate = "looks_like_date",
    /// The cell starts like a formula; it is kept as text and needs a look.
    FormulaText = "formula_text",
    /// Other rows or the register say units in this building, and this row says neither which nor that there is none.
    UnitMissing = "unit_missing",
    /// No compound in the row.
    CompoundMissing = "compound_missing",
    /// Neither row nor import says which street.
    StreetMissing = "street_missing",
    /// Not a street of this district.
    StreetUnknown = "street_unknown",
    /// Neither row nor import says which community.
    CommunityMissing = "community_missing",
    /// The community code does not have twelve digits or lies in another street.
    CommunityCodeWrong = "community_code_wrong",
    /// A place name with characters that names do not have, or too long.
    PlaceNameWrong = "place_name_wrong",
    /// Code and name of the community are known and do not belong together.
    CommunityElsewhere = "community_elsewhere",
    /// More cells than columns, a quotation mark that is never closed, or a line break where none belongs: rows may have run together.
    RowBroken = "row_broken",
    /// The same door with the same data further up.
    DuplicateDoor = "duplicate_door",
    /// The same door further up with another name, phone, area, use, occupancy or day.
    ContradictingDoor = "contradicting_door",
    /// Code and name of the compound are known, in the register or further up, and do not belong together.
    CompoundElsewhere = "compound_elsewhere",
    /// "户主", "无": a word where a name should be.
    NamePlaceholder = "name_placeholder",
    /// "张三/李四".
    NameSeveral = "name_several",
    /// Characters that names do not have.
    NameCharacters = "name_characters",
    /// More than 30 characters.
    NameTooLong = "name_too_long",
    /// Neither a mobile nor a landline number.
    PhoneWrong = "phone_wrong",
    /// Two numbers in one cell.
    PhoneSeveral = "phone_several",
    /// A spreadsheet rounded the number (1.38E+10).
    PhoneDigitsLost = "phone_digits_lost",
    /// The same number at more than three doors.
    PhoneShared = "phone_shared",
    /// Not a number of square metres.
    AreaWrong = "area_wrong",
    /// Below 5 or above 500 m².
    AreaOutOfRange = "area_out_of_range",
    /// More than two decimals.
    AreaTooPrecise = "area_too_precise",
    /// 850: the decimal point seems to be missing.
    AreaPointMissing = "area_point_missing",
    /// Not a use of a home that we know.
    UsageUnknown = "usage_unknown",
    /// Not a way of living there that we know.
    OccupancyUnknown = "occupancy_unknown",
    /// Not a day of the calendar.
    DateWrong = "date_wrong",
    /// Text cut or cleaned: too long, or with control characters.
    TextCleaned = "text_cleaned",
    /// A note holds what looks like a person's number.
    TextPersonalNumber = "text_personal_number",
    /// The register already says something else; nothing was overwritten.
    RegisterDiffers = "register_differs",
});

/// What a remark means for its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The row is taken; the doubtful field is left empty and shown.
    Note,
    /// The row is not needed: it says nothing new.
    Skip,
    /// The row waits in the review list; nothing of it is applied.
    Review,
    /// The file cannot be applied while it has such a row.
    Error,
}

impl Remark {
    /// How much this remark weighs.
    pub const fn weight(self) -> Weight {
        match self {
            Self::DuplicateDoor => Weight::Skip,
            Self::RowBroken
            | Self::DoorMissing
            | Self::CompoundMissing
            | Self::StreetMissing
            | Self::StreetUnknown
            | Self::CommunityMissing
            | Self::CommunityCodeWrong
            | Self::CommunityElsewhere
            | Self::PlaceNameWrong => Weight::Error,
            Self::NamePlaceholder
            | Self::NameSeveral
            | Self::NameCharacters
            | Self::NameTooLong
            | Self::PhoneWrong
            | Self::PhoneSeveral
            | Self::PhoneDigitsLost
            | Self::PhoneShared
            | Self::AreaWrong
            | Self::AreaOutOfRange
            | Self::AreaTooPrecise
            | Self::AreaPointMissing
            | Self::UsageUnknown
            | Self::OccupancyUnknown
            | Self::DateWrong
            | Self::TextCleaned
            | Self::TextPersonalNumber
            | Self::RegisterDiffers => Weight::Note,
            _ => Weight::Review,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_doubt_about_a_door_holds_its_row() {
        for remark in [Remark::SeveralDoors, Remark::TooFewParts, Remark::FloorDisagrees, Remark::ContradictingDoor] {
            assert_eq!(remark.weight(), Weight::Review, "{remark}");
        }
    }

    #[test]
    fn a_bad_field_never_costs_the_door() {
        for remark in [Remark::PhoneWrong, Remark::AreaWrong, Remark::NameSeveral] {
            assert_eq!(remark.weight(), Weight::Note, "{remark}");
        }
    }
}
