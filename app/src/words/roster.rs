//! What the importer of rosters says.
#![cfg(feature = "pages")]

use super::{Word, word};
use domain::language::Language;
use domain::roster::header::Column;
use domain::roster::remark::{Remark, Weight};

/// Column heads of the report.
pub const REPORT_HEADER: [Word; 7] = [
    word("行号", "Row"),
    word("处理", "Outcome"),
    word("列", "Column"),
    word("原内容", "Cell"),
    word("问题", "Problem"),
    word("相关行", "Other row"),
    word("代码", "Code"),
];

/// The line below a report that was cut.
pub const MORE_REMARKS: Word =
    word("还有 {count} 条未列出，请先改正以上问题", "{count} more are not listed; correct those above first");

/// What becomes of a row with such a remark.
pub const fn weight(weight: Weight) -> Word {
    match weight {
        Weight::Note => word("导入，该项留空", "imported, this cell left out"),
        Weight::Skip => word("重复，跳过", "repeated, skipped"),
        Weight::Review => word("待人工核对，不导入", "waits for review, not imported"),
        Weight::Error => word("错误，整个文件不能导入", "error, the file cannot be imported"),
    }
}

/// The name of a column.
pub const fn column(column: Column) -> Word {
    match column {
        Column::Street => word("街道", "street"),
        Column::StreetCode => word("街道代码", "street code"),
        Column::Community => word("社区", "community"),
        Column::CommunityCode => word("社区代码", "community code"),
        Column::Grid => word("网格", "grid"),
        Column::Compound => word("小区", "compound"),
        Column::CompoundCode => word("小区代码", "compound code"),
        Column::Building => word("楼栋", "building"),
        Column::Unit => word("单元", "unit"),
        Column::Floor => word("楼层", "floor"),
        Column::Door => word("房号", "door"),
        Column::Address => word("地址", "address"),
        Column::Area => word("建筑面积", "floor area"),
        Column::Usage => word("用途", "use"),
        Column::Occupancy => word("居住情况", "occupancy"),
        Column::Name => word("姓名", "name"),
        Column::Phone => word("电话", "phone"),
        Column::MovedIn => word("入住日期", "moved in"),
        Column::Note => word("备注", "note"),
        Column::IdentityNumber => word("身份证号", "identity number"),
    }
}

/// What is doubtful, and what to do about it.
pub const fn remark(remark: Remark) -> Word {
    match remark {
        Remark::DoorTooLong => word("房号太长，请只写楼、单元、房号", "the door text is too long"),
        Remark::DoorMissing => word("没有房号", "no door"),
        Remark::DoorUnreadable => {
            word("房号看不懂，请写成 3-2-501 的样子", "the door cannot be read; write it like 3-2-501")
        }
        Remark::SeveralDoors => word("一格里有几户，请一户一行", "several doors in one cell; one row for each"),
        Remark::TooFewParts => word("不知道缺的是楼、单元还是房号", "building, unit or door is missing"),
        Remark::TooManyParts => word("段数太多，分不清楼、单元、房号", "more parts than building, unit and door"),
        Remark::UnitOrBuilding => word("分不清是楼还是单元", "building or unit? It does not say"),
        Remark::FloorOrBuilding => word("“楼”是楼层还是楼栋？分不清", "a floor or a building? It does not say"),
        Remark::FloorMissing => word("只有方位，没有楼层", "a direction without a floor"),
        Remark::FloorUnclear => word("楼层看不懂", "the floor cannot be read"),
        Remark::FloorDisagrees => word("楼层和房号对不上", "floor and door do not agree"),
        Remark::ColumnsDisagree => word("几列写的不是同一户", "columns name different doors"),
        Remark::BuildingUnclear => word("楼栋看不懂", "the building cannot be read"),
        Remark::BuildingMissing => word("没有楼栋", "no building"),
        Remark::UnitUnclear => word("单元看不懂", "the unit cannot be read"),
        Remark::NumberTooLong => {
            word("号码太长，可能几段连写了", "the number is too long; parts may have run together")
        }
        Remark::LooksLikeDate => {
            word("像是表格自动改成了日期，请改成文本格式", "looks like a date; format the cell as text")
        }
        Remark::FormulaText => word("以公式符号开头，请改成普通文字", "starts like a formula; write plain text"),
        Remark::UnitMissing => word(
            "同一栋楼有的写了单元、有的没写，分不清是哪一户；请补上单元，确实没有单元就写“无”",
            "this building has units here and none there; fill in the unit, or write 无 where there is none",
        ),
        Remark::CompoundMissing => word("没有小区", "no compound"),
        Remark::StreetMissing => word("没有街道", "no street"),
        Remark::StreetUnknown => word("不是本区的街道", "not a street of this district"),
        Remark::CommunityMissing => word("没有社区", "no community"),
        Remark::CommunityCodeWrong => {
            word("社区代码不对（12 位，并属于该街道）", "wrong community code (12 digits, in this street)")
        }
        Remark::PlaceNameWrong => {
            word("名称里有不该有的字符，或太长", "a name with characters that names do not have, or too long")
        }
        Remark::CommunityElsewhere => word(
            "社区代码和社区名称对不上（与登记的或前面写的不同）；请改正，或只填其中一个",
            "code and name of the community do not belong together; correct them, or give only one of them",
        ),
        Remark::RowBroken => word(
            "这一行读不全，可能和后面的行连在了一起：请删去这一行多余的引号（\"）、格子里的换行和比表头多出的格子",
            "the row may have run together with those below: remove stray quotation marks (\"), line breaks inside cells, and cells beyond the header",
        ),
        Remark::DuplicateDoor => word("与前面一行重复", "repeats an earlier row"),
        Remark::ContradictingDoor => word(
            "同一户在两行里写得不一样（姓名、电话、面积、用途、居住情况或入住日期）",
            "the same door with another name, phone, area, use, occupancy or day",
        ),
        Remark::CompoundElsewhere => word(
            "小区代码和小区名称、社区对不上（与登记的或前面写的不同）",
            "code and name of the compound do not belong together, here or in the register",
        ),
        Remark::NamePlaceholder => word("不是姓名", "not a name"),
        Remark::NameSeveral => word("一格里有几个姓名", "several names in one cell"),
        Remark::NameCharacters => word("姓名里有不该有的字符", "a name with characters that names do not have"),
        Remark::NameTooLong => word("姓名超过 30 个字", "the name has more than 30 characters"),
        Remark::PhoneWrong => word("电话号码不对", "not a phone number"),
        Remark::PhoneSeveral => word("一格里有几个电话", "several phone numbers in one cell"),
        Remark::PhoneDigitsLost => word("号码被表格改成了科学计数，末位已丢失", "the spreadsheet rounded the number"),
        Remark::PhoneShared => word("同一号码超过 3 户，请核对", "the same number at more than 3 doors"),
        Remark::AreaWrong => word("面积不是数字", "the area is not a number"),
        Remark::AreaOutOfRange => word("面积应在 5 到 500 平方米之间", "the area must lie between 5 and 500 m²"),
        Remark::AreaTooPrecise => word("面积最多两位小数", "the area has more than two decimals"),
        Remark::AreaPointMissing => word("面积可能漏了小数点", "the decimal point seems to be missing"),
        Remark::UsageUnknown => word("用途不认识", "unknown use"),
        Remark::OccupancyUnknown => word("居住情况不认识", "unknown occupancy"),
        Remark::DateWrong => word("日期不对", "not a date"),
        Remark::TextCleaned => word("备注太长或有特殊字符，已清理", "the note was too long or had control characters"),
        Remark::TextPersonalNumber => word("备注里像有个人号码，请删去", "the note seems to hold a personal number"),
        Remark::RegisterDiffers => {
            word("与已登记的不同，未改动原登记", "differs from the register; nothing was overwritten")
        }
    }
}

/// Words of the import's pages.
pub const TITLE: Word = word("导入花名册", "Import a roster");
pub const CHOOSE: Word = word("花名册文件（XLSX 或 CSV）", "Roster file (XLSX or CSV)");
pub const CHOOSE_HINT: Word = word(
    "需要有小区和房号两列，列的顺序不限。先预览，确认后才导入；有一行错误就整个文件都不导入。",
    "Columns for compound and door are needed, in any order. You see a preview first; nothing is imported before you confirm, and nothing at all while a row has an error.",
);
pub const COMMUNITY_CODE: Word = word("社区代码（文件里没有社区时填写）", "Community code (when the file names none)");
pub const LOOK: Word = word("预览", "Preview");
pub const PREVIEW: Word = word("预览", "Preview");
pub const CONFIRM: Word = word("确认导入", "Import");
pub const DISCARD: Word = word("放弃", "Discard");
pub const DOWNLOAD_CSV: Word = word("下载全部问题（CSV）", "Download all remarks (CSV)");
pub const DOWNLOAD_XLSX: Word = word("下载全部问题（XLSX）", "Download all remarks (XLSX)");
pub const NOT_APPLICABLE: Word = word(
    "有错误的行，整个文件不能导入。请改正后重新上传。",
    "Rows have errors, so the file cannot be imported. Correct them and upload again.",
);
pub const FIRST_REMARKS: Word = word("前 {count} 条问题", "The first {count} remarks");
pub const BY_REMARK: Word = word("问题分类", "Remarks by kind");
pub const EARLIER: Word = word("以前的导入", "Earlier imports");
pub const FILE: Word = word("文件", "File");
pub const STATUS: Word = word("状态", "Status");
pub const COUNT: Word = word("数量", "Count");
pub const WHAT: Word = word("项目", "Item");
pub const FILE_REFUSED: Word = word("这个文件不能作为花名册读取", "This file cannot be read as a roster");
pub const READING: Word = word("正在读取花名册", "Reading the roster");
pub const APPLYING: Word = word("正在导入", "Importing");
pub const HOW_FAR: Word = word("已读 {rows} 行，完成 {percent}%", "{rows} rows read, {percent} % done");
pub const MAY_LEAVE: Word = word(
    "页面会自己更新。可以离开，过一会儿再从“以前的导入”里打开。",
    "This page comes anew by itself. You may leave; it stands under “Earlier imports”.",
);
pub const READ_AS: Word = word("文件格式和编码", "Format and encoding");
pub const HEADER_ROW: Word = word("表头在第几行", "Row of the header");
pub const UNREAD_COLUMNS: Word = word("没有读取的列", "Columns that were not read");
pub const UNREAD_SHEETS: Word = word("没有读取的工作表", "Sheets that were not read");
pub const NOT_KEPT: Word = word("只核对、不存入登记的列", "Columns that are checked and not kept in the register");
pub const LOOK_NOW: Word = word("现在看看", "Look now");
pub const NOT_READ: Word =
    word("文件没有读完。请重新上传一次。", "The file was not read to its end. Please upload it again.");
pub const NOT_APPLIED: Word = word(
    "导入中断了，什么都没有改动。请再按一次“确认导入”；还不行就请联系系统管理员。",
    "The import broke off; nothing was changed. Press “Import” once more; if that does not help, ask the administrator.",
);
pub const UPLOAD_AGAIN: Word = word("重新上传", "Upload again");
pub const FILE_MISSING: Word = word("请选择一个文件", "Choose a file");

/// What stands in the table of counts.
pub const COUNTS: [Word; 8] = [
    word("数据行", "rows"),
    word("可以导入", "accepted"),
    word("导入但有存疑项", "accepted with remarks"),
    word("待核对，不导入", "for review"),
    word("重复", "repeated"),
    word("错误", "with errors"),
    word("小区", "compounds"),
    word("楼栋", "buildings"),
];

/// What happened after the import.
pub const APPLIED: [Word; 5] = [
    word("新增住户", "new households"),
    word("新增小区", "new compounds"),
    word("没有变化", "unchanged"),
    word("与登记不同，待核对", "differing, for review"),
    word("新的待核对事项", "new review items"),
];

/// Name of a status.
pub fn status(status: &str) -> Word {
    match status {
        "applied" => word("已导入", "imported"),
        "reading" => word("正在读取", "being read"),
        "refused" => word("不能读取", "not readable"),
        "discarded" => word("已放弃", "discarded"),
        _ => word("待确认", "waiting"),
    }
}

/// Why a file is no roster.
pub fn file_error(code: &str) -> Word {
    match code {
        "file_empty" => word("文件是空的", "the file is empty"),
        "file_is_old_excel" => word(
            "是旧版 Excel 或有密码，请另存为 .xlsx",
            "an old or protected workbook; save it as .xlsx without a password",
        ),
        "encoding_unknown" => {
            word("文字编码不认识，请存为 UTF-8 或 GB18030", "unknown encoding; save it as UTF-8 or GB18030")
        }
        "file_too_large" => word("文件太大", "the file is too large"),
        "header_missing" => word(
            "前 10 行里没有找到表头。表头至少要有三个认得的列名，其中必须有小区，还有房号（或地址）；一般写：街道、社区、小区、楼号、单元、房号、面积、户主、电话",
            "no header in the first ten rows. It needs three known names at least, among them 小区 (compound) and 房号 (door) or 地址 (address); usually 街道, 社区, 小区, 楼号, 单元, 房号, 面积, 户主, 电话",
        ),
        "column_missing" => word("缺少必需的列", "a required column is missing"),
        "column_twice" => word("有两列意思相同", "two columns mean the same"),
        "import_not_applicable" => NOT_APPLICABLE,
        _ => word("文件已损坏", "the file is damaged"),
    }
}

/// The columns that a refusal names, in words; anything else as it is.
pub fn detail(text: &str, language: Language) -> String {
    let named = |name: &str| Column::from_name(name).map(|known| column(known).text(language).to_owned());
    let parts: Vec<String> = text.split(", ").map(|part| named(part).unwrap_or_else(|| part.to_owned())).collect();
    parts.join("、")
}
