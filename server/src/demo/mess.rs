//! The roster file of the invented district, with the mess that real ones have: every form of a door, full width, doubtful
//! cells, repeated and contradicting rows, a title above and a sum below.

use super::dice::Dice;
use super::district::{DemoCompound, DemoDoor};
use std::io::Write;

const HEADER: [&str; 17] = [
    "序号",
    "街 道",
    "社区名称",
    "社区代码",
    "网格",
    "小区（院落）",
    "小区编码",
    "楼栋号",
    "单元",
    "楼层",
    "房号",
    "建筑面积（㎡）",
    "用途",
    "居住情况",
    "户主姓名",
    "联系电话",
    "备注",
];
const SURNAMES: [&str; 30] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马",
    "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "欧阳",
];
const GIVEN: [&str; 40] = [
    "安然", "雨桐", "子墨", "若溪", "浩宇", "欣怡", "思远", "静姝", "明哲", "晓棠", "佳禾", "景行", "望舒", "清越",
    "知夏", "沐阳", "书瑶", "云帆", "一诺", "芷若", "建国", "秀兰", "玉梅", "志强", "桂英", "海涛", "丽华", "永福",
    "春生", "金凤", "德顺", "翠萍", "文斌", "小燕", "长河", "铁山", "月娥", "卫东", "素琴", "保田",
];
const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// Writes the file in GB18030, as offices save it; answers how many doors are in it.
///
/// # Errors
/// Those of `out`.
pub fn write_roster(dice: &mut Dice, compounds: &[DemoCompound], out: impl Write) -> std::io::Result<u32> {
    let mut lines = Lines { out, serial: 0 };
    lines.line(&["潞州区老旧小区住户花名册（演示数据，人名、社区、小区均为虚构）"].map(str::to_owned))?;
    lines.line(&HEADER.map(str::to_owned))?;
    let mut doors = 0;
    for compound in compounds {
        let habit = dice.below(4);
        for door in &compound.doors {
            doors += 1;
            let row = row(dice, compound, door, habit, doors);
            lines.row(row.clone())?;
            follow(dice, &row, &mut lines)?;
        }
    }
    lines.line(&["合计", "", "", "", "", "", "", "", "", "", &format!("{doors}户")].map(str::to_owned))?;
    lines.out.flush()?;
    Ok(doors)
}

struct Lines<W> {
    out: W,
    serial: u32,
}

impl<W: Write> Lines<W> {
    fn row(&mut self, mut row: [String; 17]) -> std::io::Result<()> {
        self.serial += 1;
        row[0] = self.serial.to_string();
        self.line(&row)
    }

    fn line(&mut self, cells: &[String]) -> std::io::Result<()> {
        let quoted = cells.iter().map(|cell| {
            if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        });
        let line = quoted.collect::<Vec<_>>().join(",") + "\r\n";
        self.out.write_all(&encoding_rs::GB18030.encode(&line).0)
    }
}

/// Now and then a row comes twice, sometimes with another name; and some cells hold what no cell should.
fn follow<W: Write>(dice: &mut Dice, row: &[String; 17], lines: &mut Lines<W>) -> std::io::Result<()> {
    if dice.permille(4) {
        lines.row(row.clone())?;
    } else if dice.permille(1) {
        let mut other = row.clone();
        other[14] = format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN));
        lines.row(other)?;
    } else if dice.permille(3) {
        let mut doubtful = row.clone();
        let texts = ["501,502", "501-A/B", "3-2", "东户", "=501", "五零一、五零二", "3月2日", "后面那家"];
        doubtful[7..11].clone_from_slice(&["", "", "", *dice.pick(&texts)].map(str::to_owned));
        lines.row(doubtful)?;
    }
    Ok(())
}

fn row(dice: &mut Dice, compound: &DemoCompound, door: &DemoDoor, habit: u32, serial: u32) -> [String; 17] {
    let [building, unit, floor, no] = door_cells(dice, door, habit);
    let occupancy = *dice.pick(&["自住", "自住", "自住", "出租", "空置", "亲友", ""]);
    [
        String::new(),
        street(dice, compound.street),
        compound.community.clone(),
        compound.community_code.clone(),
        dice.pick(&[format!("第{}网格", door.grid), format!("{:02}", door.grid)]).clone(),
        compound.name.clone(),
        compound.code.clone(),
        building,
        unit,
        floor,
        no,
        area(dice, door.area_c),
        if dice.permille(15) { "商铺" } else { "住宅" }.to_owned(),
        occupancy.to_owned(),
        name(dice),
        phone(dice, serial),
        if dice.permille(5) { "有狗，敲门先喊" } else { "" }.to_owned(),
    ]
}

/// Towns keep their name; streets come with and without 街道.
fn street(dice: &mut Dice, name: &str) -> String {
    if name.ends_with('镇') || dice.permille(500) { name.to_owned() } else { format!("{name}街道") }
}

/// One way of writing for a compound, with slips.
fn door_cells(dice: &mut Dice, door: &DemoDoor, habit: u32) -> [String; 4] {
    let no = format!("{}{:02}", door.floor, door.room);
    let none = String::new;
    if door.unit == 0 {
        return [door.building.clone(), dice.pick(&["", "无", "/"]).to_string(), none(), no + "室"];
    }
    let (building, unit) = (&door.building, door.unit);
    let slip = if dice.permille(50) { dice.below(7) } else { habit };
    match slip {
        0 => [format!("{building}号楼"), format!("{unit}单元"), none(), no],
        1 => [format!("{building}#"), unit.to_string(), door.floor.to_string(), no + "室"],
        2 => [none(), none(), none(), format!("{building}-{unit}-{no}")],
        3 => {
            [format!("{}号楼", chinese(building)), format!("{}单元", DIGITS[unit as usize % 10]), none(), spelled(&no)]
        }
        4 => [none(), none(), none(), wide(&format!("{building}-{unit}-{no}"))],
        5 => [format!("{building}栋{unit}单元"), none(), format!("{}层", door.floor), no],
        _ => [format!("{building}号楼"), none(), none(), format!("{unit}-{no}")],
    }
}

fn chinese(number: &str) -> String {
    match number.parse::<usize>() {
        Ok(value @ 1..=9) => DIGITS[value].to_owned(),
        Ok(value @ 10..=19) => format!("十{}", if value == 10 { "" } else { DIGITS[value - 10] }),
        _ => number.to_owned(),
    }
}

fn spelled(number: &str) -> String {
    number.bytes().map(|byte| DIGITS[usize::from(byte - b'0') % 10]).collect()
}

fn wide(text: &str) -> String {
    text.chars().map(|glyph| char::from_u32(glyph as u32 + 0xfee0).unwrap_or(glyph)).collect()
}

fn area(dice: &mut Dice, area_c: u32) -> String {
    let plain = format!("{}.{:02}", area_c / 100, area_c % 100);
    match dice.below(300) {
        0 => format!("{}", area_c / 10),
        1 => String::new(),
        2..=20 => format!("{plain}㎡"),
        21..=25 => wide(&plain),
        _ => plain,
    }
}

fn name(dice: &mut Dice) -> String {
    let plain = format!("{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN));
    match dice.below(400) {
        0 => "户主".to_owned(),
        1 => format!("{plain}/{}{}", dice.pick(&SURNAMES), dice.pick(&GIVEN)),
        2..=9 => format!(" {plain} "),
        _ => plain,
    }
}

/// Numbers of a block that is not given out, so that nobody is ever called.
fn phone(dice: &mut Dice, serial: u32) -> String {
    let plain = format!("19900{serial:06}");
    match dice.below(200) {
        0 => plain[..10].to_owned(),
        1..=20 => String::new(),
        21..=24 => format!("+86 {plain}"),
        25..=30 => format!("{}-{}-{}", &plain[..3], &plain[3..7], &plain[7..]),
        31..=33 => wide(&plain),
        _ => plain,
    }
}
