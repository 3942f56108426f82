//! Files of every kind that offices send, and some that nobody should.

use super::file::{FileError, RosterFile};
use super::preview::{Preview, Taken, preview, take};
use super::report::{write_csv, write_xlsx};
use calamine::Reader as _;
use domain::language::Language;
use domain::roster::header::{Column, HeaderError};
use domain::roster::remark::Remark;
use domain::roster::row::RosterContext;
use domain::roster::street::streets;
use rust_xlsxwriter::{Format, Formula, Workbook};
use std::path::PathBuf;
use tempfile::TempDir;

const TABLE: &str = "花名册,,,,,,,\n社区代码,小区名称,楼号,单元,房号,面积(㎡),户主,联系电话\n\
140403001001,向阳小区,3号楼,2,501,68.47,张三,13800000001\n\
140403001001,向阳小区,3号楼,2,\"501,502\",68.47,李四,13800000002\n\
140403001001,向阳小区,三号楼,二单元,５０２,70,王五,12345\n";

fn folder_with(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn context() -> RosterContext {
    RosterContext { streets: streets(), ..RosterContext::default() }
}

fn look(bytes: &[u8]) -> Result<(RosterFile, Preview, TempDir), FileError> {
    let (folder, path) = folder_with("roster", bytes);
    let file = RosterFile::open(&path)?;
    let preview = preview(&file, &context(), &mut |_, _| {})?;
    Ok((file, preview, folder))
}

fn rows(file: &RosterFile) -> Vec<(u32, Vec<String>)> {
    let mut rows = Vec::new();
    file.rows(&mut |row| {
        rows.push((row.row_no, row.cells.to_vec()));
        Ok(())
    })
    .unwrap();
    rows
}

fn remarks(preview: &Preview) -> Vec<(u32, Remark)> {
    preview.remarks.iter().map(|remark| (remark.row_no, remark.remark)).collect()
}

#[test]
fn a_table_reads_the_same_in_every_encoding_and_with_every_delimiter() {
    let (gb18030, _, lost) = encoding_rs::GB18030.encode(TABLE);
    assert!(!lost);
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(TABLE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let files = [
        (TABLE.as_bytes().to_vec(), "csv UTF-8"),
        ([b"\xef\xbb\xbf", TABLE.as_bytes()].concat(), "csv UTF-8"),
        (gb18030.into_owned(), "csv gb18030"),
        (TABLE.replace(',', ";").replace("501;502", "501,502").into_bytes(), "csv UTF-8"),
        (TABLE.replace(',', "\t").replace("501\t502", "501,502").into_bytes(), "csv UTF-8"),
        (utf16, "csv UTF-16LE"),
        (TABLE.replace('\n', "\r\n").into_bytes(), "csv UTF-8"),
    ];
    for (bytes, kind) in files {
        let (file, preview, _folder) = look(&bytes).unwrap();
        assert_eq!(file.kind(), kind);
        assert_eq!(remarks(&preview), [(4, Remark::SeveralDoors), (5, Remark::PhoneWrong)], "{kind}");
        let counts = preview.counts;
        assert_eq!((counts.rows, counts.accepted, counts.noted, counts.review), (3, 1, 1, 1), "{kind}");
        assert!(preview.is_applicable());
    }
}

#[test]
fn rows_keep_their_number_over_empty_lines_and_line_breaks_in_cells() {
    let table = "社区代码,小区,楼号,房号,备注\n140403001001,甲院,1,101,\"两\n行\"\n\n140403001001,甲院,1,102,\n,,,,\n140403001001,甲院,1,103,\n";
    let (file, preview, _folder) = look(table.as_bytes()).unwrap();
    let numbers = rows(&file).into_iter().map(|(row_no, _)| row_no).collect::<Vec<_>>();
    assert_eq!(numbers, [2, 4, 5, 6]);
    assert_eq!((preview.counts.rows, preview.counts.beside), (3, 1));
}

#[test]
fn a_stray_quotation_mark_swallows_no_row_in_silence() {
    let header = "社区代码,小区,楼号,单元,房号,户主,备注";
    let good = |door: u32| format!("140403001001,甲院,1,1,{door},钱七,");
    let rows = |quoted: &[(usize, &str)]| {
        let mut lines = (101..110).map(good).collect::<Vec<_>>();
        quoted.iter().for_each(|(index, line)| lines[*index] = (*line).to_owned());
        format!("{header}\n{}\n", lines.join("\n"))
    };
    let open_name = "140403001001,甲院,1,1,101,\"赵六,";
    let open_note = "140403001001,甲院,1,1,101,赵六,\"有狗";
    let open_first = "\"140403001001,甲院,1,1,101,赵六,";
    let closing = "140403001001,甲院,1,1,105,\"孙八,";
    // The file, the row that says so, in which column.
    let cases = [
        (rows(&[(0, open_name)]), 2, Column::Name),
        (rows(&[(0, open_note)]), 2, Column::Note),
        (rows(&[(0, open_first)]), 2, Column::CommunityCode),
        (rows(&[(8, open_name)]), 10, Column::Name),
        (rows(&[(0, open_name), (4, closing)]), 2, Column::Name),
        (rows(&[(0, open_note), (4, closing)]), 2, Column::Note),
        (rows(&[(0, open_name)]).trim_end().to_owned(), 2, Column::Name),
        (rows(&[(0, open_name)]).replace('\n', "\r\n"), 2, Column::Name),
        (rows(&[(0, "140403001001,\"甲\n院\",1,1,101,赵六,")]), 2, Column::Compound),
    ];
    for (table, row_no, column) in cases {
        let (_, preview, _folder) = look(table.as_bytes()).unwrap();
        let first = preview.remarks.iter().find(|found| found.remark == Remark::RowBroken).unwrap();
        assert_eq!((first.row_no, first.column), (row_no, column), "{table}");
        assert!(preview.counts.error > 0 && !preview.is_applicable(), "{table}");
    }
    for whole in [
        rows(&[]),
        rows(&[(0, "140403001001,甲院,1,1,101,赵六,\"两\n行\"")]),
        rows(&[(0, "\"140403001001\",甲院,1,1,101,\"赵六\",\"\"")]),
    ] {
        let (_, preview, _folder) = look(whole.as_bytes()).unwrap();
        assert_eq!((preview.counts.accepted, preview.counts.error), (9, 0), "{whole}");
    }
}

/// A workbook with a hidden sheet first, a title above the header, merged cells, formulas and numbers.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet();
    hidden.set_name("旧数据").unwrap().set_hidden(true);
    hidden.write_row(0, 0, ["小区", "楼号", "房号", "社区代码"]).unwrap();
    book.add_worksheet().set_name("说明").unwrap().write_string(0, 0, "填表说明").unwrap();
    let sheet = book.add_worksheet();
    sheet.set_name("花名册").unwrap().set_active(true).set_first_tab(true);
    sheet.merge_range(0, 0, 0, 5, "东街街道花名册", &Format::new()).unwrap();
    sheet.write_row(1, 0, ["社区代码", "小区", "楼号", "房号", "面积", "电话"]).unwrap();
    sheet.merge_range(2, 0, 4, 0, "140403001001", &Format::new()).unwrap();
    sheet.merge_range(2, 1, 4, 1, "向阳小区", &Format::new()).unwrap();
    for row in 2..5_u32 {
        sheet.write_number(row, 2, 3).unwrap();
        sheet.write_number(row, 4, 68.47).unwrap();
        sheet.write_number(row, 5, 13_800_000_001_f64).unwrap();
    }
    sheet.write_number(2, 3, 501).unwrap();
    sheet.write_formula(3, 3, Formula::new("=500+2").set_result("502")).unwrap();
    sheet.write_formula(4, 3, Formula::new("=HYPERLINK(\"http://127.0.0.1/\",\"x\")").set_result("x")).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_is_read_with_merged_cells_filled_and_formulas_as_data() {
    let (file, preview, _folder) = look(&workbook()).unwrap();
    assert_eq!(file.kind(), "xlsx");
    assert_eq!(file.unread_sheets, ["旧数据", "说明"]);
    let cells = rows(&file);
    assert_eq!(
        cells[0],
        (3, ["140403001001", "向阳小区", "3", "501", "68.47", "13800000001"].map(str::to_owned).to_vec())
    );
    assert_eq!(cells[1].1[..4], ["140403001001", "向阳小区", "3", "502"]);
    assert_eq!(cells[2].1[..4], ["140403001001", "向阳小区", "3", "x"]);
    assert_eq!(remarks(&preview), [(5, Remark::FloorMissing)]);
}

#[test]
fn a_door_that_became_a_date_is_doubted() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_row(0, 0, ["社区代码", "小区", "楼号", "房号"]).unwrap();
    sheet.write_row(1, 0, ["140403001001", "向阳小区", "3"]).unwrap();
    sheet.write_number_with_format(1, 3, 44_622.0, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
    let (_, preview, _folder) = look(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(remarks(&preview), [(2, Remark::LooksLikeDate)]);
}

#[test]
fn what_is_no_roster_says_why() {
    let code = |bytes: &[u8]| look(bytes).map(|_| ()).unwrap_err().to_string();
    assert_eq!(code(b""), "file_empty");
    assert_eq!(code(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "file_is_old_excel");
    assert_eq!(code(b"\xff\x81\x00\x80\x80"), "encoding_unknown");
    assert_eq!(code(b"PK\x03\x04 broken"), "file_unreadable");
    assert_eq!(code("你好\n".as_bytes()), "header_missing");
    let missing = look("楼号,单元,房号\n1,1,101\n".as_bytes()).map(|_| ()).unwrap_err();
    assert!(
        matches!(&missing, FileError::Header(HeaderError::ColumnsMissing(columns)) if *columns == [Column::Compound])
    );
    assert_eq!(missing.detail(), "compound");
}

#[test]
fn a_row_with_an_error_keeps_the_whole_file_from_being_applied() {
    let (_, preview, _folder) = look(format!("{TABLE}140403001001,,3号楼,2,601,68,赵六,\n").as_bytes()).unwrap();
    assert_eq!((preview.counts.error, preview.is_applicable()), (1, false));
}

#[test]
fn a_hostile_file_becomes_data_and_a_report_that_runs_nothing() {
    let table = format!(
        "{TABLE}140403001001,向阳小区,=cmd|'/c calc'!A1,1,@SUM(1),0,<script>alert(1)</script>,+8610\n\
         140403001001,向阳小区,4,1,101,NaN,\u{202e}张三,1.38E+10\n{}",
        format_args!("140403001001,向阳小区,4,1,{},1,x,y\n", "9".repeat(2_000_000)),
    );
    let (_, preview, _folder) = look(table.as_bytes()).unwrap();
    assert_eq!(preview.counts.error, 0);
    let mut csv = Vec::new();
    write_csv(&preview.found(usize::MAX), Language::Zh, &mut csv).unwrap();
    let text = String::from_utf8(csv).unwrap();
    assert!(text.starts_with("\u{feff}行号,处理,列,原内容,问题,相关行,代码"));
    for row in csv::ReaderBuilder::new().from_reader(text.as_bytes()).records() {
        for cell in &row.unwrap() {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
    }
    let xlsx = write_xlsx(&preview.found(usize::MAX), Language::Zh).unwrap();
    let mut book = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(xlsx)).unwrap();
    assert!(book.worksheet_formula("Sheet1").unwrap().is_empty());
    assert_eq!(book.worksheet_range("Sheet1").unwrap().height(), preview.remarks.len() + 1);
}

#[test]
fn the_second_pass_knows_what_later_rows_said() {
    let table = format!("{TABLE}140403001001,向阳小区,3,2,501,68.47,李四,\n140403001001,向阳小区,3,2,502,70,王五,\n");
    let (file, preview, _folder) = look(table.as_bytes()).unwrap();
    let mut taken = Vec::new();
    take(&file, &context(), &preview, &mut |row, what| {
        taken.push((row.row_no, matches!(what, Taken::Row(..))));
        Ok(())
    })
    .unwrap();
    assert_eq!(taken, [(3, false), (4, false), (5, true), (6, false)]);
    let counts = preview.counts;
    assert_eq!((counts.accepted, counts.noted, counts.review, counts.duplicate), (0, 1, 3, 1));
}
