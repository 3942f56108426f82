//! Finds the header row of a roster and which column is what, in any order (issue: header names in Chinese).

use super::glyph;
use crate::org::wire_names;
use serde::{Deserialize, Serialize};

wire_names!(Column {
    Street = "street",
    StreetCode = "street_code",
    Community = "community",
    CommunityCode = "community_code",
    Grid = "grid",
    Compound = "compound",
    CompoundCode = "compound_code",
    Building = "building",
    Unit = "unit",
    Floor = "floor",
    Door = "door",
    Address = "address",
    Area = "area",
    Usage = "usage",
    Occupancy = "occupancy",
    Name = "name",
    Phone = "phone",
    MovedIn = "moved_in",
    Note = "note",
    /// 身份证号: not collected; the column is left unread and the report says so.
    IdentityNumber = "identity_number",
});

/// Names that people give to columns, without spaces, brackets and units.
const SYNONYMS: &[(Column, &[&str])] = &[
    (
        Column::Street,
        &["街道", "街镇", "镇", "乡镇", "街道名称", "所属街道", "街道(镇)", "街道/镇", "街道乡镇", "STREET"],
    ),
    (Column::StreetCode, &["街道代码", "街道编码", "街镇代码", "STREETCODE"]),
    (Column::Community, &["社区", "社区名称", "所属社区", "村居", "社区(村)", "社区/村", "居委会", "COMMUNITY"]),
    (Column::CommunityCode, &["社区代码", "社区编码", "社区编号", "COMMUNITYCODE"]),
    (Column::Grid, &["网格", "网格号", "网格编号", "网格名称", "所属网格", "网格代码", "GRID"]),
    (
        Column::Compound,
        &[
            "小区",
            "小区名称",
            "院落",
            "院落名称",
            "小区名",
            "小区(院落)",
            "小区/院落",
            "所属小区",
            "住宅小区",
            "COMPOUND",
        ],
    ),
    (Column::CompoundCode, &["小区代码", "小区编码", "小区编号", "COMPOUNDCODE"]),
    (
        Column::Building,
        &[
            "楼号",
            "楼栋",
            "楼栋号",
            "幢",
            "幢号",
            "栋",
            "栋号",
            "楼",
            "楼幢",
            "楼幢号",
            "座",
            "楼宇",
            "楼名",
            "BUILDING",
        ],
    ),
    (Column::Unit, &["单元", "单元号", "门栋", "UNIT"]),
    (Column::Floor, &["楼层", "层", "所在层", "所在楼层", "FLOOR"]),
    (
        Column::Door,
        &["房号", "室号", "门牌", "门牌号", "户号", "房间号", "房间", "户室", "室", "房屋编号", "门号", "DOOR", "ROOM"],
    ),
    (Column::Address, &["地址", "房屋地址", "详细地址", "房屋坐落", "坐落", "住址", "家庭住址", "楼房号", "ADDRESS"]),
    (Column::Area, &["建筑面积", "面积", "房屋面积", "建面", "登记面积", "产权面积", "AREA"]),
    (Column::Usage, &["用途", "房屋用途", "使用性质", "房屋性质", "USAGE"]),
    (Column::Occupancy, &["居住情况", "居住状况", "入住情况", "居住性质", "居住类型", "住户类型", "OCCUPANCY"]),
    (
        Column::Name,
        &[
            "户主",
            "业主",
            "姓名",
            "户主姓名",
            "业主姓名",
            "房主",
            "房主姓名",
            "住户姓名",
            "业主(户主)",
            "NAME",
            "OWNER",
        ],
    ),
    (
        Column::Phone,
        &[
            "联系电话",
            "手机号",
            "手机",
            "电话",
            "手机号码",
            "联系方式",
            "电话号码",
            "业主电话",
            "户主电话",
            "PHONE",
            "MOBILE",
        ],
    ),
    (Column::MovedIn, &["入住日期", "入住时间", "登记日期", "MOVEDIN"]),
    (Column::Note, &["备注", "说明", "备注说明", "NOTE", "REMARK"]),
    (Column::IdentityNumber, &["身份证", "身份证号", "身份证号码", "证件号", "证件号码", "公民身份号码", "IDNUMBER"]),
];

/// The header stands somewhere in the first ten rows, below titles and merged cells.
pub const HEADER_ROWS: usize = 10;
/// Fewer known names than this are no header: a title may well be called 小区.
const KNOWN_NAMES: usize = 3;

/// Which cell of a row is what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Position of the header row, counted from 0.
    pub header_index: usize,
    /// The column of each cell; `None` where the name is unknown.
    pub columns: Vec<Option<Column>>,
    /// Names of columns that nobody reads.
    pub unknown: Vec<String>,
}

/// Why there is no layout. The wire codes are the texts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeaderError {
    /// None of the first ten rows looks like a header.
    #[error("header_missing")]
    Missing,
    /// Columns without which no door can be placed.
    #[error("column_missing")]
    ColumnsMissing(Vec<Column>),
    /// Two columns with the same meaning.
    #[error("column_twice")]
    Twice(Column),
}

impl Layout {
    /// The cell of this column in a row, empty when there is none.
    pub fn cell<'a>(&self, row: &'a [String], column: Column) -> &'a str {
        let index = self.columns.iter().position(|found| *found == Some(column));
        index.and_then(|index| row.get(index)).map_or("", String::as_str)
    }

    /// Columns of the file that are read and checked, and have no place in the register: notes show with rows that wait, and nowhere else.
    pub fn not_kept(&self) -> impl Iterator<Item = Column> + '_ {
        self.columns.iter().flatten().copied().filter(|column| *column == Column::Note)
    }

    /// Names of the columns that nobody reads.
    pub fn unread(&self) -> Vec<String> {
        let identity = self.has(Column::IdentityNumber).then(|| "身份证号".to_owned());
        self.unknown.iter().cloned().chain(identity).collect()
    }

    /// Whether the file has this column.
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }
}

/// Finds the header among the first rows of a sheet.
///
/// # Errors
/// No header, a required column missing (compound; door or address), or a column twice.
pub fn find_header(rows: &[Vec<String>]) -> Result<Layout, HeaderError> {
    let known = |row: &Vec<String>| row.iter().filter(|cell| column_named(cell).is_some()).count();
    let candidates = rows.iter().take(HEADER_ROWS).enumerate().filter(|(_, row)| known(row) >= KNOWN_NAMES);
    let best = candidates.fold(None::<(usize, usize)>, |best, (index, row)| match best {
        Some((_, names)) if names >= known(row) => best,
        _ => Some((index, known(row))),
    });
    let (header_index, _) = best.ok_or(HeaderError::Missing)?;
    let names = &rows[header_index];
    let columns = names.iter().map(|name| column_named(name)).collect::<Vec<_>>();
    if let Some(twice) =
        Column::ALL.iter().find(|column| columns.iter().flatten().filter(|found| found == column).count() > 1)
    {
        return Err(HeaderError::Twice(*twice));
    }
    let unknown = names.iter().zip(&columns).filter(|(name, column)| column.is_none() && !plain(name).is_empty());
    let layout = Layout { header_index, unknown: unknown.map(|(name, _)| glyph::fold(name)).collect(), columns };
    let mut missing = Vec::new();
    if !layout.has(Column::Compound) {
        missing.push(Column::Compound);
    }
    if !layout.has(Column::Door) && !layout.has(Column::Address) {
        missing.push(Column::Door);
    }
    if missing.is_empty() { Ok(layout) } else { Err(HeaderError::ColumnsMissing(missing)) }
}

/// The name without spaces, stars and a unit in brackets at its end: `*建筑面积（㎡）` is 建筑面积.
fn plain(name: &str) -> String {
    if name.len() > 400 {
        return String::new();
    }
    let key = glyph::key(name).replace(['*', ':', '\u{ff1a}'], "");
    let units = ["(M2)", "(平方米)", "(平米)", "(必填)", "(选填)", "M2"];
    units.iter().find_map(|unit| key.strip_suffix(unit)).unwrap_or(&key).to_owned()
}

fn column_named(name: &str) -> Option<Column> {
    let plain = plain(name).replace(['_', '-'], "");
    SYNONYMS.iter().find(|(_, names)| names.contains(&plain.as_str())).map(|(column, _)| *column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn the_header_is_found_below_titles_in_any_order() {
        let sheet = rows(&[
            &["潞州区小区入户花名册", "", "", ""],
            &["填表单位：", "", "填表日期：", ""],
            &["序号", "房 号", "* 建筑面积（㎡）", "院落名称", "联系电话", "楼栋号"],
            &["1", "501", "68.47", "向阳小区", "13800000000", "3"],
        ]);
        let layout = find_header(&sheet).unwrap();
        assert_eq!(layout.header_index, 2);
        assert_eq!(layout.unknown, ["序号"]);
        assert_eq!(layout.cell(&sheet[3], Column::Door), "501");
        assert_eq!(layout.cell(&sheet[3], Column::Area), "68.47");
        assert_eq!(layout.cell(&sheet[3], Column::Compound), "向阳小区");
        assert_eq!(layout.cell(&sheet[3], Column::Unit), "");
    }

    #[test]
    fn every_synonym_means_one_column() {
        let mut seen = std::collections::BTreeMap::new();
        for (column, names) in SYNONYMS {
            for name in *names {
                assert_eq!(seen.insert(*name, *column), None, "{name}");
                assert_eq!(column_named(&format!(" {name}\u{3000}")), Some(*column), "{name}");
            }
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        let cases = [
            (rows(&[&["a", "b"]]), HeaderError::Missing),
            (rows(&[]), HeaderError::Missing),
            (rows(&[&["楼栋", "单元", "房号"]]), HeaderError::ColumnsMissing(vec![Column::Compound])),
            (rows(&[&["小区", "单元", "姓名"]]), HeaderError::ColumnsMissing(vec![Column::Door])),
            (rows(&[&["小区", "房号", "姓名", "户主"]]), HeaderError::Twice(Column::Name)),
        ];
        for (sheet, error) in cases {
            assert_eq!(find_header(&sheet), Err(error), "{sheet:?}");
        }
    }

    #[test]
    fn english_names_are_known_too() {
        let sheet = rows(&[&["street", "Compound", "building", "door", "phone", "community_code"]]);
        assert!(find_header(&sheet).unwrap().has(Column::CommunityCode));
    }
}
