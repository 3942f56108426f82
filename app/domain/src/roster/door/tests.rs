//! Each form of model 2.2, each hostile case of 2.15, and what must hold for any text.

use super::*;
use proptest::prelude::*;

/// What is expected: the normal form and the floor, or the reason for a review.
type Expected = Result<(&'static str, Option<i16>), Remark>;

fn read(cells: DoorCells<'_>) -> Result<(String, Option<i16>), Remark> {
    match read_cells(cells) {
        DoorReading::Read(door) => Ok((door.norm(), door.floor)),
        DoorReading::NeedsReview { reason, .. } => Err(reason),
    }
}

fn check(cases: &[(&str, Expected)]) {
    for (text, expected) in cases {
        let cells = DoorCells { door: text, ..DoorCells::default() };
        assert_eq!(read(cells), expected.map(|(norm, floor)| (norm.to_owned(), floor)), "{text:?}");
    }
}

#[test]
fn every_form_of_the_model_is_read() {
    check(&[
        ("3-2-501", Ok(("3-2-501", Some(5)))),
        ("3号楼2单元501室", Ok(("3-2-501", Some(5)))),
        ("３－２－５０１", Ok(("3-2-501", Some(5)))),
        ("三单元五零一", Ok(("0-3-501", Some(5)))),
        ("2单元5层东户", Ok(("0-2-5层东", Some(5)))),
        ("501甲", Ok(("0-0-501甲", Some(5)))),
        ("地下室3", Ok(("0-0-地下室3", None))),
    ]);
}

#[test]
fn every_building_label_of_the_model_is_read() {
    let cases = [
        ("3号楼", "3"),
        ("三号楼", "3"),
        ("3#", "3"),
        ("东楼", "东"),
        ("甲楼", "甲"),
        ("家属楼二栋", "家属楼2"),
        ("3", "3"),
        ("03", "3"),
        ("３＃楼", "3"),
        ("3栋", "3"),
        ("3幢", "3"),
        ("A座", "A"),
        ("a座", "A"),
        ("3楼", "3"),
        ("3号", "3"),
        ("教师楼", "教师楼"),
        ("平房", "平房"),
        ("筒子楼", "筒子楼"),
        ("2号家属楼", "家属楼2"),
        ("十二号楼", "12"),
        ("3排", "3排"),
        ("平房3排", "3排"),
    ];
    for (building, norm) in cases {
        let cells = DoorCells { building, door: "501", ..DoorCells::default() };
        match read_cells(cells) {
            DoorReading::Read(door) => assert_eq!(door.building_no.as_deref(), Some(norm), "{building}"),
            DoorReading::NeedsReview { reason, .. } => panic!("{building}: {reason}"),
        }
    }
}

#[test]
fn natural_neighbours_are_read() {
    check(&[
        (" 3 号楼 2 单元 501 室 ", Ok(("3-2-501", Some(5)))),
        ("3 2 501", Ok(("3-2-501", Some(5)))),
        ("3#-2-501", Ok(("3-2-501", Some(5)))),
        ("3栋二单元0501", Ok(("3-2-501", Some(5)))),
        ("3楼2单元501", Ok(("3-2-501", Some(5)))),
        ("3号2单元501号", Ok(("3-2-501", Some(5)))),
        ("甲楼-2-501", Ok(("甲-2-501", Some(5)))),
        ("东楼501", Ok(("东-0-501", Some(5)))),
        ("A座1201", Ok(("A-0-1201", None))),
        ("A座2单元1201", Ok(("A-2-1201", Some(12)))),
        ("家属楼二栋一单元三楼西户", Ok(("家属楼2-1-3层西", Some(3)))),
        ("2单元5楼东", Ok(("0-2-5层东", Some(5)))),
        ("平房12号", Ok(("平房-0-12", None))),
        ("平房3排2号", Ok(("3排-0-2", None))),
        ("筒子楼305", Ok(("筒子楼-0-305", Some(3)))),
        ("筒子楼3层12号", Ok(("筒子楼-0-3层12", Some(3)))),
        ("501-A", Ok(("0-0-501A", Some(5)))),
        ("3-2-501a", Ok(("3-2-501A", Some(5)))),
        ("3-2-501东", Ok(("3-2-501东", Some(5)))),
        ("3-2-5层甲", Ok(("3-2-5层甲", Some(5)))),
        ("5层501", Ok(("0-0-501", Some(5)))),
        ("1单元负一层2号", Ok(("0-1-负1层2", Some(-1)))),
        ("3号楼车库7号", Ok(("3-0-车库7", None))),
        ("3-0-501", Ok(("3-0-501", Some(5)))),
        ("3\u{200b}-2-5\u{feff}01", Ok(("3-2-501", Some(5)))),
    ]);
}

#[test]
fn what_is_ambiguous_is_never_guessed() {
    check(&[
        ("501,502", Err(Remark::SeveralDoors)),
        ("501、502", Err(Remark::SeveralDoors)),
        ("501-A/B", Err(Remark::SeveralDoors)),
        ("501-502", Err(Remark::SeveralDoors)),
        ("501 502", Err(Remark::SeveralDoors)),
        ("501室502室", Err(Remark::SeveralDoors)),
        ("3-2-501-502", Err(Remark::SeveralDoors)),
        ("3-2-501和502", Err(Remark::SeveralDoors)),
        ("3-2", Err(Remark::TooFewParts)),
        ("3-501", Err(Remark::UnitOrBuilding)),
        ("A501", Err(Remark::UnitOrBuilding)),
        ("3号501", Err(Remark::UnitOrBuilding)),
        ("家属楼2-501", Err(Remark::UnitOrBuilding)),
        ("3楼东户", Err(Remark::FloorOrBuilding)),
        ("3楼501", Err(Remark::FloorOrBuilding)),
        ("2单元东户", Err(Remark::FloorMissing)),
        ("3-2-甲", Err(Remark::FloorMissing)),
        ("6层501", Err(Remark::FloorDisagrees)),
        ("1-3-2-501", Err(Remark::TooManyParts)),
        ("3-2-5-1", Err(Remark::TooManyParts)),
        ("32501", Err(Remark::NumberTooLong)),
        ("3月2日", Err(Remark::LooksLikeDate)),
        ("2022-03-02", Err(Remark::LooksLikeDate)),
        ("", Err(Remark::DoorMissing)),
        ("3号楼", Err(Remark::DoorMissing)),
        ("某某小区后面那家", Err(Remark::DoorUnreadable)),
        ("501.0", Err(Remark::DoorUnreadable)),
        ("5o1", Err(Remark::DoorUnreadable)),
    ]);
}

#[test]
fn a_formula_is_text_and_waits_for_a_look() {
    check(&[
        ("=HYPERLINK(\"http://x\",\"501\")", Err(Remark::FormulaText)),
        ("=1+1", Err(Remark::FormulaText)),
        ("+501", Err(Remark::FormulaText)),
        ("@SUM(A1)", Err(Remark::FormulaText)),
        ("-1-3", Err(Remark::TooFewParts)),
    ]);
}

#[test]
fn a_huge_cell_is_refused_without_reading_it() {
    let huge = "5".repeat(10_000_000);
    assert_eq!(read(DoorCells { door: &huge, ..DoorCells::default() }), Err(Remark::DoorTooLong));
}

#[test]
fn columns_are_read_together() {
    let cases: &[([&str; 4], Expected)] = &[
        (["3号楼", "2单元", "5层", "501室"], Ok(("3-2-501", Some(5)))),
        (["3", "2", "5", "501"], Ok(("3-2-501", Some(5)))),
        (["三号楼", "二单元", "", "五零一"], Ok(("3-2-501", Some(5)))),
        (["3号楼2单元", "", "", "501"], Ok(("3-2-501", Some(5)))),
        (["3号楼", "", "", "2-501"], Ok(("3-2-501", Some(5)))),
        (["", "2", "", "3-501"], Ok(("3-2-501", Some(5)))),
        (["3", "2", "", "3-2-501"], Ok(("3-2-501", Some(5)))),
        (["3", "2", "", "2-501"], Ok(("3-2-501", Some(5)))),
        (["3", "无", "", "501"], Ok(("3-0-501", Some(5)))),
        (["3", "/", "", "1201"], Ok(("3-0-1201", None))),
        (["3", "1", "", "1201"], Ok(("3-1-1201", Some(12)))),
        (["3", "1", "5", "东户"], Ok(("3-1-5层东", Some(5)))),
        (["3", "1", "五", "1"], Ok(("3-1-5层1", Some(5)))),
        (["3", "1", "-1", "2"], Ok(("3-1-负1层2", Some(-1)))),
        (["3号楼", "", "", "5楼东户"], Ok(("3-0-5层东", Some(5)))),
        (["3", "2", "6", "501"], Err(Remark::FloorDisagrees)),
        (["3", "2", "", "4-2-501"], Err(Remark::ColumnsDisagree)),
        (["3", "2", "", "1单元501"], Err(Remark::ColumnsDisagree)),
        (["3", "2", "", "1-501"], Err(Remark::ColumnsDisagree)),
        (["3", "", "", "3-2"], Err(Remark::TooFewParts)),
        (["3-2", "", "", "501"], Err(Remark::BuildingUnclear)),
        (["3,4号楼", "", "", "501"], Err(Remark::BuildingUnclear)),
        (["3", "1-2", "", "501"], Err(Remark::UnitUnclear)),
        (["3", "2", "5/6", "501"], Err(Remark::FloorUnclear)),
        (["3", "2", "5", ""], Err(Remark::DoorMissing)),
        (["=3", "2", "5", "501"], Err(Remark::FormulaText)),
        (["3", "2", "5", "501,502"], Err(Remark::SeveralDoors)),
        (["3", "", "2", "1201"], Err(Remark::FloorDisagrees)),
        (["101", "1", "3", "301"], Ok(("101-1-301", Some(3)))),
        (["101号楼", "1", "3", "302"], Ok(("101-1-302", Some(3)))),
        (["1203", "", "", "501"], Ok(("1203-0-501", Some(5)))),
        (["101", "1", "", "101-1-303"], Ok(("101-1-303", Some(3)))),
        (["", "", "", "101号楼1单元303"], Ok(("101-1-303", Some(3)))),
        (["", "", "", "101-1-303"], Ok(("101-1-303", Some(3)))),
        (["", "", "", "101-102-303"], Err(Remark::SeveralDoors)),
        (["", "", "", "2022-1-303"], Err(Remark::LooksLikeDate)),
        (["", "", "", "家属楼501号楼3"], Err(Remark::NumberTooLong)),
        (["12034", "", "", "501"], Err(Remark::NumberTooLong)),
        (["3", "123", "", "501"], Err(Remark::NumberTooLong)),
        (["", "", "", "32501"], Err(Remark::NumberTooLong)),
        (["3", "1", "", "#N/A"], Err(Remark::DoorUnreadable)),
    ];
    for (cells, expected) in cases {
        let [building, unit, floor, door] = *cells;
        let got = read(DoorCells { building, unit, floor, door });
        assert_eq!(got, expected.map(|(norm, floor)| (norm.to_owned(), floor)), "{cells:?}");
    }
}

#[test]
fn the_raw_text_stays_beside_the_normal_form() {
    let DoorReading::Read(door) =
        read_cells(DoorCells { building: " ３号楼", unit: "2", floor: "", door: "501室 " })
    else {
        panic!("a plain door");
    };
    assert_eq!((door.norm().as_str(), door.raw.as_str()), ("3-2-501", "３号楼 2 501室"));
    let review = read_door("501,502");
    assert_eq!(review, DoorReading::NeedsReview { reason: Remark::SeveralDoors, raw: "501,502".to_owned() });
}

fn full_width(text: &str) -> String {
    let widen = |glyph: char| match glyph {
        '!'..='~' => char::from_u32(glyph as u32 + 0xfee0).unwrap_or(glyph),
        _ => glyph,
    };
    text.chars().map(widen).collect()
}

/// Texts made of the words that door texts are made of: most of them nonsense, many of them readable.
fn doorish() -> impl Strategy<Value = String> {
    let words = [
        "3",
        "12",
        "501",
        "1201",
        "五",
        "十二",
        "零",
        "-",
        " ",
        "号楼",
        "栋",
        "#",
        "楼",
        "号",
        "单元",
        "层",
        "室",
        "户",
        "东",
        "西南",
        "甲",
        "A",
        "b",
        "平房",
        "家属楼",
        "筒子楼",
        "教师楼",
        "排",
        "负",
        "地下室",
        "车库",
        ",",
        "/",
        "0",
        "无",
        "=",
    ];
    prop::collection::vec(prop::sample::select(words.to_vec()), 1..9).prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_normal_form_reads_as_itself(text in doorish()) {
        if let DoorReading::Read(door) = read_door(&text) {
            let norm = door.norm();
            match read_door(&norm) {
                DoorReading::Read(again) => prop_assert_eq!(again.norm(), norm),
                DoorReading::NeedsReview { reason, .. } => prop_assert!(false, "{} became {} ({})", text, norm, reason),
            }
        }
    }

    #[test]
    fn full_width_reads_as_half_width(text in doorish()) {
        let wide = full_width(&text);
        let of_wide = read(DoorCells { door: &wide, ..DoorCells::default() });
        prop_assert_eq!(of_wide, read(DoorCells { door: &text, ..DoorCells::default() }));
    }

    #[test]
    fn no_text_makes_it_panic(building in ".*", unit in ".*", floor in ".*", door in ".*") {
        let _ = read_cells(DoorCells { building: &building, unit: &unit, floor: &floor, door: &door });
    }

    #[test]
    fn what_is_read_has_its_numbers_in_the_text(building in 1u16..99, unit in 1u8..9, floor in 1u8..33, room in 1u8..9) {
        let text = format!("{building}号楼{unit}单元{floor}{room:02}室");
        let norm = format!("{building}-{unit}-{floor}{room:02}");
        prop_assert_eq!(read(DoorCells { door: &text, ..DoorCells::default() }), Ok((norm, Some(i16::from(floor)))));
    }
}
