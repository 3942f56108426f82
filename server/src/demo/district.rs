//! A district that does not exist: real streets, everything below them invented.

use super::dice::Dice;
use domain::roster::street::STREETS;

/// Compounds for each street. By street they fall to five companies: 25, 25, 25, 26 and 26.
const COMPOUNDS_OF_STREET: [usize; 16] = [9, 8, 8, 9, 8, 8, 9, 8, 8, 9, 9, 8, 8, 6, 6, 6];
/// How many streets each company has.
pub const STREETS_OF_COMPANY: [usize; 5] = [3, 3, 3, 3, 4];
/// The programme's compounds (seed S-38).
pub const COMPOUNDS: usize = 127;

const FIRST: [&str; 32] = [
    "云杉",
    "白榆",
    "青槐",
    "丹枫",
    "银杏",
    "梧桐",
    "翠柏",
    "苍松",
    "海棠",
    "玉兰",
    "紫藤",
    "木槿",
    "石榴",
    "核桃",
    "杏林",
    "桑榆",
    "晨露",
    "晚晴",
    "春晓",
    "秋实",
    "暖阳",
    "清溪",
    "听泉",
    "望岳",
    "机床厂",
    "纺织厂",
    "锻压厂",
    "电料厂",
    "轴承厂",
    "粮机厂",
    "仪表厂",
    "印染厂",
];
const LAST: [&str; 8] = ["家属院", "小区", "里", "宿舍区", "坊", "苑", "东院", "西院"];
const COMMUNITY: [&str; 20] = [
    "朝露",
    "和煦",
    "新芽",
    "石桥",
    "柳荫",
    "长明",
    "同德",
    "永安里",
    "福泽",
    "春台",
    "丰年",
    "晴川",
    "守望",
    "知行",
    "安澜",
    "远志",
    "启明",
    "嘉禾",
    "静水",
    "明德",
];

/// Doors of a grid (calculation 6.2).
const GRID_DOORS: u32 = 300;

/// A compound with its doors.
#[derive(Debug, Clone)]
pub struct DemoCompound {
    pub street: &'static str,
    pub community_code: String,
    pub community: String,
    pub code: String,
    pub name: String,
    pub built_year: i64,
    /// Position of its company.
    pub company: usize,
    pub doors: Vec<DemoDoor>,
}

/// A door.
#[derive(Debug, Clone)]
pub struct DemoDoor {
    /// Number of the grid within the community.
    pub grid: u32,
    pub building: String,
    /// 0 for a corridor house.
    pub unit: u32,
    pub floor: u32,
    pub room: u32,
    pub area_c: u32,
}

/// A district with about `households` doors in `compounds` compounds.
pub fn district(dice: &mut Dice, compounds: usize, households: usize) -> Vec<DemoCompound> {
    let sizes = sizes(dice, compounds, households);
    let mut all = Vec::with_capacity(compounds);
    let mut names = names(dice).into_iter().cycle();
    let rounds = compounds.div_ceil(COMPOUNDS);
    for (street_index, (street_code, street)) in STREETS.iter().enumerate() {
        let company = company_of(street_index);
        let of_street = COMPOUNDS_OF_STREET[street_index] * rounds;
        let communities = of_street.div_ceil(4);
        let mut doors_in_community = vec![0_u32; communities];
        for index in 0..of_street {
            let community = index % communities;
            let number = 801 + community;
            let name = COMMUNITY[(street_index * 3 + community) % COMMUNITY.len()];
            let suffix = if community < 4 { String::new() } else { format!("{}", community / 4 + 1) };
            let size = sizes.get(all.len()).copied().unwrap_or(0);
            let doors = doors(dice, size, &mut doors_in_community[community]);
            let serial = index / communities + 1;
            let again = all.len() / (FIRST.len() * LAST.len());
            let name_of = names.next().unwrap_or_default();
            all.push(DemoCompound {
                street,
                community_code: format!("{street_code}{number}"),
                community: format!("{name}{suffix}社区"),
                code: format!("{street_code}{number}C{serial:02}"),
                name: if again == 0 { name_of } else { format!("{name_of}{}区", again + 1) },
                built_year: i64::from(dice.between(1972, 1998)),
                company,
                doors,
            });
        }
    }
    all.truncate(compounds);
    all
}

/// Which company has a street.
pub fn company_of(street_index: usize) -> usize {
    let mut end = 0;
    STREETS_OF_COMPANY
        .iter()
        .position(|streets| {
            end += streets;
            street_index < end
        })
        .unwrap_or(0)
}

fn names(dice: &mut Dice) -> Vec<String> {
    let mut names =
        FIRST.iter().flat_map(|first| LAST.iter().map(move |last| format!("{first}{last}"))).collect::<Vec<_>>();
    for index in (1..names.len()).rev() {
        names.swap(index, dice.below(u32::try_from(index + 1).unwrap_or(1)) as usize);
    }
    names
}

/// Many small compounds and a few large ones, from 60 up, `households` in all.
fn sizes(dice: &mut Dice, compounds: usize, households: usize) -> Vec<u32> {
    let draws = (0..compounds).map(|_| u64::from(dice.between(20, 1000)).pow(2)).collect::<Vec<_>>();
    let above = households.saturating_sub(60 * compounds) as u64;
    let sum = draws.iter().sum::<u64>().max(1);
    draws.iter().map(|draw| 60 + u32::try_from(above * draw / sum).unwrap_or(0)).collect()
}

fn doors(dice: &mut Dice, wanted: u32, before: &mut u32) -> Vec<DemoDoor> {
    let mut doors = Vec::with_capacity(wanted as usize);
    let mut building = 0;
    while (doors.len() as u32) < wanted {
        building += 1;
        let corridor = dice.permille(60);
        let (units, floors, rooms) = match corridor {
            true => (1, 3, dice.between(8, 12)),
            false => (dice.between(2, 4), dice.between(4, 6), *dice.pick(&[2, 2, 3])),
        };
        let area_c = dice.between(3_800, 9_600);
        for (unit, floor, room) in rooms_of(units, floors, rooms) {
            if doors.len() as u32 >= wanted {
                break;
            }
            *before += 1;
            doors.push(DemoDoor {
                grid: (*before - 1) / GRID_DOORS + 1,
                building: if corridor { format!("筒子楼{building}") } else { building.to_string() },
                unit: if corridor { 0 } else { unit },
                floor,
                room,
                area_c: area_c + room * 512 + dice.below(3) * 7,
            });
        }
    }
    doors
}

fn rooms_of(units: u32, floors: u32, rooms: u32) -> impl Iterator<Item = (u32, u32, u32)> {
    (1..=units)
        .flat_map(move |unit| (1..=floors).flat_map(move |floor| (1..=rooms).map(move |room| (unit, floor, room))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_programme_has_its_size_and_each_company_its_streets() {
        let all = district(&mut Dice::new(1), COMPOUNDS, 19_050);
        assert_eq!(all.len(), 127);
        let of_company = |company| all.iter().filter(|compound| compound.company == company).count();
        assert_eq!((0..5).map(of_company).collect::<Vec<_>>(), [25, 25, 25, 26, 26]);
        let doors = all.iter().map(|compound| compound.doors.len()).sum::<usize>();
        assert!((18_900..=19_050).contains(&doors), "{doors}");
        assert!(all.iter().all(|compound| compound.doors.len() >= 60));
        assert!(all.iter().any(|compound| compound.doors.len() > 300));
        assert_eq!(all.iter().map(|compound| &compound.name).collect::<BTreeSet<_>>().len(), 127);
        assert_eq!(all.iter().map(|compound| &compound.code).collect::<BTreeSet<_>>().len(), 127);
    }

    #[test]
    fn the_same_seed_gives_the_same_district() {
        let names = |seed| format!("{:?}", district(&mut Dice::new(seed), COMPOUNDS, 19_050));
        assert_eq!(names(7), names(7));
        assert_ne!(names(7), names(8));
    }
}
