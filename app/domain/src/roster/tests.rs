//! Rows of a roster by themselves and among each other.

use super::header::{Column, Layout, find_header};
use super::ledger::{Ledger, Verdict};
use super::remark::Remark;
use super::row::{RosterContext, RowReading, RowRemark, is_beside_the_table, read_row};
use super::street::streets;

const HEADER: [&str; 10] = ["街道", "社区代码", "小区", "楼号", "单元", "楼层", "房号", "面积", "户主", "电话"];
const GOOD: [&str; 10] =
    ["东街街道", "140403001001", "向阳小区", "3号楼", "2", "5", "501", "68.47", "张三", "13800000001"];

fn cells(row: &[&str]) -> Vec<String> {
    row.iter().map(|cell| (*cell).to_owned()).collect()
}

fn layout() -> Layout {
    find_header(&[cells(&HEADER)]).unwrap()
}

fn context() -> RosterContext {
    RosterContext { streets: streets(), ..RosterContext::default() }
}

fn read(row_no: u32, row: &[&str]) -> RowReading {
    read_row(&context(), &layout(), row_no, &cells(row))
}

/// A good row with some cells changed.
fn with(changes: &[(usize, &'static str)]) -> [&'static str; 10] {
    let mut row = GOOD;
    changes.iter().for_each(|(index, cell)| row[*index] = cell);
    row
}

#[test]
fn a_good_row_is_read_whole() {
    let reading = read(2, &GOOD);
    assert_eq!(reading.remarks, []);
    let row = reading.row.unwrap();
    assert_eq!((row.place.street_code.as_str(), row.place.compound.as_str()), ("140403001", "向阳小区"));
    assert_eq!((row.door.norm().as_str(), row.door.floor), ("3-2-501", Some(5)));
    assert_eq!((row.name.as_deref(), row.phone.as_deref()), (Some("张三"), Some("13800000001")));
    assert_eq!(row.area_c.map(|area| area.0), Some(6847));
}

#[test]
fn every_doubt_is_named_with_its_column() {
    type Case = (&'static [(usize, &'static str)], Column, Remark, bool);
    let cases: &[Case] = &[
        (&[(6, "501,502")], Column::Door, Remark::SeveralDoors, false),
        (&[(5, "6")], Column::Floor, Remark::FloorDisagrees, false),
        (&[(3, "")], Column::Building, Remark::BuildingMissing, false),
        (&[(6, "")], Column::Door, Remark::DoorMissing, false),
        (&[(6, "=1+1")], Column::Door, Remark::FormulaText, false),
        (&[(3, "=1+1")], Column::Building, Remark::FormulaText, false),
        (&[(0, "北街")], Column::Street, Remark::StreetUnknown, false),
        (&[(1, "14040300100")], Column::CommunityCode, Remark::CommunityCodeWrong, false),
        (&[(1, "140403002001")], Column::CommunityCode, Remark::CommunityCodeWrong, false),
        (&[(1, "")], Column::Community, Remark::CommunityMissing, false),
        (&[(2, "")], Column::Compound, Remark::CompoundMissing, false),
        (&[(2, "<script>")], Column::Compound, Remark::PlaceNameWrong, false),
        (&[(8, "户主")], Column::Name, Remark::NamePlaceholder, true),
        (&[(8, "张三/李四")], Column::Name, Remark::NameSeveral, true),
        (&[(9, "12345")], Column::Phone, Remark::PhoneWrong, true),
        (&[(7, "850")], Column::Area, Remark::AreaPointMissing, true),
    ];
    for (changes, column, remark, taken) in cases {
        let reading = read(7, &with(changes));
        let named = reading.remarks.iter().map(|found| (found.row_no, found.column, found.remark)).collect::<Vec<_>>();
        assert_eq!(named, [(7, *column, *remark)], "{changes:?}");
        assert_eq!(reading.row.is_some(), *taken, "{changes:?}");
    }
}

#[test]
fn all_doubts_of_a_row_are_named_at_once() {
    let reading = read(7, &with(&[(6, "501,502"), (8, "无"), (9, "1"), (7, "0")]));
    assert_eq!(reading.remarks.len(), 4);
}

#[test]
fn a_row_that_is_too_wide_is_broken() {
    let mut row = GOOD.to_vec();
    row.push("x");
    assert_eq!(read(3, &row).remarks[0].remark, Remark::RowBroken);
}

#[test]
fn the_street_follows_from_the_community_and_the_community_from_the_import() {
    let row = read(2, &with(&[(0, "")])).row.unwrap();
    assert_eq!(row.place.street_code, "140403001");
    let of_import = RosterContext { community_code: Some("140403009002".into()), ..context() };
    let row = read_row(&of_import, &layout(), 2, &cells(&with(&[(0, ""), (1, "")]))).row.unwrap();
    assert_eq!(row.place.community_code.as_deref(), Some("140403009002"));
    assert_eq!(row.place.street_code, "140403009");
}

#[test]
fn an_address_fills_in_for_the_door_and_may_not_say_something_else() {
    let layout = find_header(&[cells(&["社区代码", "小区", "楼号", "房号", "地址"])]).unwrap();
    let read = |row: [&str; 5]| read_row(&context(), &layout, 2, &cells(&row));
    let norm = |row| read(row).row.map(|row| row.door.norm());
    let address = "东街向阳小区3号楼2单元501室";
    assert_eq!(norm(["140403001001", "向阳小区", "", "", address]).as_deref(), Some("3-2-501"));
    assert_eq!(norm(["140403001001", "向阳小区", "3", "2-501", address]).as_deref(), Some("3-2-501"));
    assert_eq!(norm(["140403001001", "向阳小区", "3", "2-502", address]), None);
    assert_eq!(norm(["140403001001", "向阳小区", "3", "2-501", "见附件"]).as_deref(), Some("3-2-501"));
}

#[test]
fn lines_beside_the_table_are_no_rows() {
    for row in [
        &[""; 10],
        &["合计", "", "", "", "", "", "120户", "5,000.00", "", ""],
        &["合计", "", "", "", "", "", "", "5,000.00", "120户", ""],
        &["注：以上为登记数据", "", "", "", "", "", "", "", "", ""],
    ] {
        assert!(is_beside_the_table(&layout(), &cells(row)), "{row:?}");
    }
    assert!(!is_beside_the_table(&layout(), &cells(&GOOD)));
    assert!(!is_beside_the_table(&layout(), &cells(&["", "", "", "", "", "", "501", "", "", ""])));
}

fn enter(rows: &[[&str; 10]]) -> (Vec<Verdict>, Vec<RowRemark>, Ledger) {
    let (mut ledger, mut verdicts, mut remarks) = (Ledger::default(), Vec::new(), Vec::new());
    for (row_no, row) in (2..).zip(rows) {
        let mut reading = read(row_no, row);
        verdicts.push(ledger.enter(&mut reading, &mut remarks));
        remarks.append(&mut reading.remarks);
    }
    (verdicts, remarks, ledger)
}

fn holds(ledger: &Ledger, row: &[&str]) -> Option<(Remark, Column)> {
    let row = read(2, row).row.unwrap();
    ledger.holds(ledger.position(&row).unwrap(), &row)
}

#[test]
fn the_same_door_in_another_form_is_a_duplicate() {
    let other_form = with(&[(3, "三号楼"), (4, "二单元"), (5, ""), (6, "５０１室")]);
    let (verdicts, remarks, ledger) = enter(&[GOOD, other_form]);
    assert_eq!(verdicts, [Verdict::Accepted, Verdict::Duplicate]);
    assert_eq!((remarks[0].remark, remarks[0].row_no, remarks[0].other_row_no), (Remark::DuplicateDoor, 3, Some(2)));
    assert_eq!((ledger.counts().accepted, ledger.counts().duplicate), (1, 1));
}

#[test]
fn the_same_door_with_another_name_holds_both_rows() {
    let (verdicts, remarks, ledger) = enter(&[GOOD, with(&[(8, "李四")]), with(&[(7, "70")])]);
    assert_eq!(verdicts, [Verdict::Accepted, Verdict::Review, Verdict::Review]);
    let named = remarks.iter().map(|found| (found.remark, found.row_no, found.other_row_no)).collect::<Vec<_>>();
    let both = |row, other| (Remark::ContradictingDoor, row, Some(other));
    assert_eq!(named, [both(2, 3), both(3, 2), both(2, 4), both(4, 2)]);
    assert_eq!(holds(&ledger, &GOOD), Some((Remark::ContradictingDoor, Column::Door)));
    let counts = ledger.counts();
    assert_eq!((counts.rows, counts.accepted, counts.review), (3, 0, 3));
}

#[test]
fn the_same_phone_at_three_hundred_doors_is_remarked_from_the_fourth_on() {
    let mut ledger = Ledger::default();
    let mut remarked = 0;
    for row_no in 0..300_u32 {
        let door = format!("{}", 101 + row_no % 100);
        let building = format!("{}", 1 + row_no / 100);
        let mut row = GOOD;
        (row[3], row[5], row[6]) = (&building, "", &door);
        let mut reading = read(row_no, &row);
        ledger.enter(&mut reading, &mut Vec::new());
        remarked += usize::from(reading.remarks.iter().any(|found| found.remark == Remark::PhoneShared));
    }
    assert_eq!((remarked, ledger.counts().noted, ledger.counts().buildings), (297, 297, 3));
}

#[test]
fn a_compound_code_may_not_move() {
    let layout = find_header(&[cells(&["社区代码", "小区代码", "小区", "楼号", "房号"])]).unwrap();
    let mut ledger = Ledger::default();
    let mut enter = |row_no, row: [&str; 5]| {
        let mut reading = read_row(&context(), &layout, row_no, &cells(&row));
        ledger.enter(&mut reading, &mut Vec::new())
    };
    assert_eq!(enter(2, ["140403001001", "C1", "向阳小区", "1", "101"]), Verdict::Accepted);
    assert_eq!(enter(3, ["140403001001", "C1", "向 阳小区", "1", "102"]), Verdict::Accepted);
    assert_eq!(enter(4, ["140403001002", "C1", "向阳小区", "1", "103"]), Verdict::Review);
}

#[test]
fn a_door_without_its_unit_waits_where_the_building_has_units() {
    // Building, unit, door of each row; the verdicts; how many rows wait in the end.
    type Case = (&'static [[&'static str; 3]], &'static [Verdict], u32);
    use Verdict::{Accepted, Duplicate, Review};
    let cases: &[Case] = &[
        (&[["3", "1", "501"], ["3", "2", "501"], ["3", "", "501"]], &[Accepted, Accepted, Review], 1),
        (&[["3", "", "501"], ["3", "", "502"], ["3", "1", "501"]], &[Accepted, Accepted, Accepted], 2),
        (&[["3", "", "501"], ["3", "", "501"], ["3", "1", "501"]], &[Accepted, Duplicate, Accepted], 1),
        (&[["3", "", "501"], ["3", "", "502"]], &[Accepted, Accepted], 0),
        (&[["3", "", "501"], ["4", "1", "501"]], &[Accepted, Accepted], 0),
        (&[["3", "1", "501"], ["3", "无", "101"], ["3", "", "3-0-102"]], &[Accepted, Accepted, Accepted], 0),
    ];
    for (doors, expected, waiting) in cases {
        let rows: Vec<[&str; 10]> = doors
            .iter()
            .map(|[building, unit, door]| with(&[(3, building), (4, unit), (5, ""), (6, door), (9, "")]))
            .collect();
        let (verdicts, remarks, ledger) = enter(&rows);
        assert_eq!(verdicts, *expected, "{doors:?}");
        assert_eq!(ledger.counts().review, *waiting, "{doors:?}");
        let missing = remarks.iter().filter(|found| found.remark == Remark::UnitMissing).count();
        assert_eq!(missing, *waiting as usize, "{doors:?}");
        let holds = rows.iter().filter(|row| holds(&ledger, row.as_slice()).is_some()).count();
        assert!(holds >= *waiting as usize, "{doors:?}");
    }
}

#[test]
fn a_second_row_repeats_only_what_the_first_has_said() {
    let cases: [(&[(usize, &'static str)], Verdict); 5] = [
        (&[], Verdict::Duplicate),
        (&[(9, "")], Verdict::Duplicate),
        (&[(7, "")], Verdict::Duplicate),
        (&[(9, "13900000002")], Verdict::Review),
        (&[(7, "70")], Verdict::Review),
    ];
    for (changes, expected) in cases {
        let (verdicts, ..) = enter(&[GOOD, with(changes)]);
        assert_eq!(verdicts[1], expected, "{changes:?}");
    }
    let (verdicts, ..) = enter(&[with(&[(9, "")]), GOOD]);
    assert_eq!(verdicts[1], Verdict::Review, "a phone that the first row does not have is never lost");
}

#[test]
fn one_compound_with_and_without_its_code_has_each_door_once() {
    let layout = find_header(&[cells(&["社区代码", "小区代码", "小区", "楼号", "房号"])]).unwrap();
    let mut ledger = Ledger::default();
    let mut enter = |row_no, row: [&str; 5]| {
        let mut reading = read_row(&context(), &layout, row_no, &cells(&row));
        ledger.enter(&mut reading, &mut Vec::new())
    };
    assert_eq!(enter(2, ["140403001001", "", "向阳小区", "1", "101"]), Verdict::Accepted);
    assert_eq!(enter(3, ["140403001001", "C1", "向阳小区", "1", "101"]), Verdict::Duplicate);
    assert_eq!(enter(4, ["140403001001", "C1", "向阳小区", "1", "102"]), Verdict::Accepted);
    assert_eq!(enter(5, ["140403001001", "C2", "向阳小区", "1", "103"]), Verdict::Review);
    assert_eq!(ledger.counts().compounds, 1);
}

#[test]
fn the_community_of_an_import_is_checked_like_one_in_a_cell() {
    for (code, is_right) in [
        ("140403001001", true),
        (" １４０４０３００１００１ ", true),
        ("140403001evil", false),
        ("140403001", false),
        ("140499001001", false),
        ("", false),
    ] {
        assert_eq!(super::row::community_code(&streets(), code).is_ok(), is_right, "{code}");
        let of_import = RosterContext { community_code: Some(code.into()), ..context() };
        let reading = read_row(&of_import, &layout(), 2, &cells(&with(&[(0, ""), (1, "")])));
        assert_eq!(reading.row.is_some(), is_right, "{code}");
    }
}

#[test]
fn lines_that_ran_together_are_seen() {
    use super::row::{broken_cell, broken_row};
    let row = |index: usize, cell: &'static str| cells(&with(&[(index, cell)]));
    let swallowed = "张三,13800000001\n东街,140403001001,向阳小区,3,2,5,502,70,李四";
    let cases = [
        (row(8, "张三"), None, None),
        (row(8, "张\n三"), None, Some(8)),
        (row(6, "501\n502"), None, Some(6)),
        (row(2, "向阳\n小区"), None, Some(2)),
        (row(0, swallowed), None, Some(0)),
        (row(8, "张三\n"), None, None),
        (row(8, "张三"), Some(9), Some(9)),
        (cells(&["注：\n以上", "", "", "", "", "", "", "", "", ""]), None, None),
        (cells(&[swallowed, "", "", "", "", "", "", "", "", ""]), None, Some(0)),
    ];
    for (cells, swallows, expected) in cases {
        assert_eq!(broken_cell(&layout(), &cells, swallows), expected, "{cells:?}");
    }
    let mut reading = broken_row(&layout(), 2, &row(8, "张\n三"), 8);
    assert_eq!((reading.remarks[0].remark, reading.remarks[0].column), (Remark::RowBroken, Column::Name));
    assert_eq!(Ledger::default().enter(&mut reading, &mut Vec::new()), Verdict::Error);
}

proptest::proptest! {
    #[test]
    fn no_row_makes_it_panic(row in proptest::collection::vec(".*", 0..12)) {
        let _ = read_row(&context(), &layout(), 1, &row);
        let _ = is_beside_the_table(&layout(), &row);
        let _ = find_header(&[row]);
    }
}
