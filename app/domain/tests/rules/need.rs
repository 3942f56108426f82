//! The taxonomy and its routing (content 7.2).

use domain::hash::Hash;
use domain::id::CompoundId;
use domain::need::{Need, NeedIcon, Party, Priority, TAXONOMY, category, route};
use std::collections::BTreeSet;

#[test]
fn there_are_sixty_codes_in_eighteen_groups_behind_twelve_icons() {
    let codes: BTreeSet<_> = TAXONOMY.iter().map(|category| category.code).collect();
    let groups: BTreeSet<_> = TAXONOMY.iter().map(|category| &category.code[..3]).collect();
    assert_eq!((TAXONOMY.len(), codes.len(), groups.len(), NeedIcon::ALL.len()), (60, 60, 18, 12));
    let behind_icons: usize = NeedIcon::ALL.iter().map(|icon| icon.categories().count()).sum();
    assert_eq!(behind_icons, 60);
    for icon in NeedIcon::ALL {
        assert!(icon.categories().next().is_some(), "{icon}");
    }
}

#[test]
fn needs_go_where_the_taxonomy_sends_them() {
    let cases = [
        ("SAF-02", false, Priority::P0, Party::Company),
        ("SAF-05", false, Priority::P0, Party::Utility),
        ("SAF-06", false, Priority::P1, Party::Company),
        ("FIR-01", true, Priority::P0, Party::Company),
        ("WAT-01", false, Priority::P1, Party::Utility),
        ("CLN-01", false, Priority::P2, Party::Company),
        ("CLN-01", true, Priority::P0, Party::Company),
        ("GRN-01", false, Priority::P2, Party::Company),
        ("SEC-05", false, Priority::P1, Party::Psb),
        ("SVC-01", false, Priority::P3, Party::Community),
        ("ILL-01", false, Priority::P4, Party::City),
        ("GOV-02", false, Priority::P4, Party::OwnersBody),
        ("NBR-02", false, Priority::P0, Party::Community),
        ("OTH-00", false, Priority::P3, Party::Community),
    ];
    for (code, hazard, priority, responsible) in cases {
        let routing = route(code, hazard).unwrap();
        assert_eq!((routing.priority, routing.responsible), (priority, responsible), "{code} {hazard}");
    }
    assert_eq!(route("XXX-99", true), None);
}

#[test]
fn a_hazard_is_always_the_highest_priority() {
    for category in TAXONOMY {
        assert_eq!(route(category.code, true).unwrap().priority, Priority::P0, "{}", category.code);
    }
}

#[test]
fn some_codes_are_secret_and_some_never_judged_by_the_company() {
    let secret: Vec<_> =
        TAXONOMY.iter().filter(|category| category.is_secret()).map(|category| category.code).collect();
    assert_eq!(secret, ["SEC-05", "NBR-02"]);
    let judged: Vec<_> =
        TAXONOMY.iter().filter(|category| !category.company_may_judge()).map(|category| category.code).collect();
    assert_eq!(judged, ["FEE-01", "FEE-02", "SVC-01"]);
    assert!(!category("SEC-05").unwrap().public_stat() && category("CLN-01").unwrap().public_stat());
}

#[test]
fn a_need_is_checked_and_every_fault_named() {
    let need = || Need {
        visit: None,
        household: None,
        compound: CompoundId::new(0, [1; 10]),
        code: "SAF-02".into(),
        place_text: "三号楼前".into(),
        text: "缺井盖".into(),
        photos: vec![],
        hazard: true,
    };
    assert_eq!(need().validate(), Ok(()));
    let cases = [
        (Need { code: "SAF-99".into(), ..need() }, "unknown_code", "code"),
        (Need { text: "字".repeat(201), ..need() }, "too_long", "text"),
        (Need { place_text: "字".repeat(61), ..need() }, "too_long", "place_text"),
        (Need { photos: vec![Hash::of(b"a"); 3], ..need() }, "too_many", "photos"),
        (Need { place_text: " ".into(), ..need() }, "place_missing", "place_text"),
        (Need { code: "OTH-00".into(), text: String::new(), ..need() }, "text_missing", "text"),
    ];
    for (need, code, field) in cases {
        let findings = need.validate().unwrap_err();
        assert_eq!((findings[0].code.as_str(), findings[0].field.as_str(), findings.len()), (code, field, 1));
    }
}
