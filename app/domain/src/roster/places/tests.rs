//! What belongs together is found again; what contradicts itself is nobody's.

use super::*;

fn place(community_code: &str, community: &str, compound_code: &str, compound: &str) -> RowPlace {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    RowPlace {
        street_code: "140403001".into(),
        community_code: said(community_code),
        community: community.into(),
        compound_code: said(compound_code),
        compound: compound.into(),
    }
}

/// 甲社区 with 向阳小区 under an official code and 丁院 without; 戊社区 that nobody has given a code.
fn register() -> Places {
    let mut places = Places::default();
    places.add_community("140403001001", "140403001", "甲社区");
    places.add_community("140403001003", "140403001", "140403001003");
    places.add_community("140403001900", "140403001", "戊社区");
    let mut add = |code: &str, name: &str, community: &str| {
        let (code, name, community) = (code.to_owned(), name.to_owned(), community.to_owned());
        places.add_compound(KnownCompound { code, name, community, row_no: None })
    };
    add("140403001001005", "向阳小区", "140403001001");
    add("140403001001X001", "丁院", "140403001001");
    add("140403001900X001", "己院", "140403001900");
    places
}

#[test]
fn a_place_is_found_by_code_and_by_name_and_a_contradiction_is_nobodys() {
    use Entered::{Coded, Known, New};
    let cases = [
        (("140403001001", "甲社区", "140403001001005", "向阳小区"), Ok(Known(0))),
        (("140403001001", "", "", "向 阳小区"), Ok(Known(0))),
        (("", "甲社区", "", "向阳小区"), Ok(Known(0))),
        (("", "甲社区居委会", "", "向阳小区"), Ok(Known(0))),
        (("140403001001", "甲", "", "向阳小区"), Ok(Known(0))),
        (("140403001001", "甲社区", "", "丁院"), Ok(Known(1))),
        (("140403001001", "甲社区", "140403001001777", "丁院"), Ok(Coded(1))),
        (("140403001001", "甲社区", "", "庚院"), Ok(New(3))),
        (("140403001003", "辛社区", "", "庚院"), Ok(New(3))),
        (("140403001002", "乙社区", "", "向阳小区"), Ok(New(3))),
        (("140403001004", "戊社区", "", "己院"), Ok(Known(2))),
        (("140403001001", "甲社区", "140403001001006", "向阳小区"), Err(Remark::CompoundElsewhere)),
        (("140403001001", "甲社区", "140403001001005", "向月小区"), Err(Remark::CompoundElsewhere)),
        (("140403001002", "乙社区", "140403001001005", "向阳小区"), Err(Remark::CompoundElsewhere)),
        (("140403001001", "丙社区", "", "别院"), Err(Remark::CommunityElsewhere)),
        (("140403001002", "甲社区", "", "别院"), Err(Remark::CommunityElsewhere)),
        (("140403001003", "甲社区", "", "别院"), Err(Remark::CommunityElsewhere)),
    ];
    for ((community_code, community, code, compound), expected) in cases {
        let named = place(community_code, community, code, compound);
        assert_eq!(register().enter(&named, Some(2)), expected, "{named:?}");
    }
}

#[test]
fn one_compound_with_and_without_its_code_is_one_compound() {
    let (bare, coded) = (place("140403001001", "甲社区", "", "乙院"), place("140403001001", "甲社区", "C7", "乙院"));
    let other = place("140403001001", "甲社区", "C8", "乙院");
    let orders = [[&bare, &coded, &bare, &coded], [&coded, &bare, &coded, &bare]];
    for order in orders {
        let mut places = register();
        for named in order {
            assert_eq!(places.enter(named, Some(2)).unwrap().index(), 3, "{order:?}");
        }
        assert_eq!(places.compound(3).code, "C7");
        assert_eq!(places.enter(&other, Some(6)), Err(Remark::CompoundElsewhere));
        assert_eq!(places.nearest(&other), Some(3));
    }
}

#[test]
fn units_of_the_register_are_known() {
    let mut places = register();
    places.add_unit(0, "3", "1");
    places.add_unit(0, "3", "0");
    places.add_unit(0, "4", "0");
    assert_eq!(["3", "4", "5"].map(|building| places.has_units(0, building)), [true, false, false]);
    assert!(!places.has_units(1, "3"));
}
