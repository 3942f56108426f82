//! Rows of a CSV file: UTF-8 with or without its mark, GB18030, UTF-16; comma, semicolon or tab.

use super::file::{EachCells, FileError, FileRow, header_of};
use csv::{ByteRecord, ReaderBuilder};
use domain::roster::header::{HeaderError, Layout};
use encoding_rs::{CoderResult, Decoder, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::Read;
use std::path::Path;

const CHUNK: usize = 64 * 1024;
/// Comes after the last line. Read as a row of its own it says that no quotation mark was open there.
const END: &[u8] = b"\n\x00end\x00\n";
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// How the rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Comma {
    pub encoding: &'static Encoding,
    delimiter: u8,
}

/// Encoding by validity of the whole file, delimiter by which one gives a header.
pub(super) fn find(path: &Path) -> Result<(Comma, Layout), FileError> {
    let encoding = encoding(path)?;
    let mut reason = FileError::Header(HeaderError::Missing);
    for delimiter in DELIMITERS {
        let comma = Comma { encoding, delimiter };
        match header_of(|each| rows(path, &comma, each)) {
            Ok(layout) => return Ok((comma, layout)),
            Err(FileError::Header(HeaderError::Missing)) => {}
            Err(error) => reason = error,
        }
    }
    Err(reason)
}

fn encoding(path: &Path) -> Result<&'static Encoding, FileError> {
    let mut start = [0; 3];
    let size = File::open(path)?.read(&mut start)?;
    match &start[..size] {
        [0xff, 0xfe, ..] => return Ok(UTF_16LE),
        [0xfe, 0xff, ..] => return Ok(UTF_16BE),
        _ => {}
    }
    for encoding in [UTF_8, GB18030] {
        if is_valid(path, encoding)? {
            return Ok(encoding);
        }
    }
    Err(FileError::Encoding)
}

fn is_valid(path: &Path, encoding: &'static Encoding) -> Result<bool, FileError> {
    let mut file = File::open(path)?;
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let (mut bytes, mut text) = (vec![0; CHUNK], vec![0; CHUNK * 4]);
    loop {
        let size = file.read(&mut bytes)?;
        let (_, _, _, had_errors) = decoder.decode_to_utf8(&bytes[..size], &mut text, size == 0);
        if had_errors {
            return Ok(false);
        }
        if size == 0 {
            return Ok(true);
        }
    }
}

pub(super) fn rows(path: &Path, comma: &Comma, each: EachCells<'_>) -> Result<(), FileError> {
    let file = File::open(path)?;
    let size_bytes = file.metadata()?.len().max(1);
    let utf8 = AsUtf8::new(file, comma.encoding);
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(comma.delimiter).from_reader(utf8);
    let mut record = ByteRecord::new();
    let (mut cells, mut inner_lines) = (Vec::<String>::new(), 0);
    while reader.read_byte_record(&mut record).map_err(|error| FileError::Unreadable(error.to_string()))? {
        if record.len() == 1 && record.get(0) == Some(END.trim_ascii()) {
            break;
        }
        let ending = record.iter().position(|field| field.ends_with(END));
        cells.truncate(record.len());
        cells.resize(record.len(), String::new());
        for (cell, field) in cells.iter_mut().zip(&record) {
            cell.clear();
            cell.push_str(&String::from_utf8_lossy(field));
            if ending.is_some() && cell.as_bytes().ends_with(END) {
                cell.truncate(cell.len() - END.len());
            }
            inner_lines += field.iter().filter(|byte| **byte == b'\n').count() as u64;
        }
        // Every row ends with its line, except the one that never ends.
        let ended_lines = u64::from(ending.is_none());
        let row_no =
            u32::try_from(reader.position().line().saturating_sub(ended_lines + inner_lines)).unwrap_or(u32::MAX);
        let permille = u16::try_from(reader.get_ref().read_bytes * 1000 / size_bytes).unwrap_or(1000).min(1000);
        if !each(FileRow { row_no, cells: &cells, permille, broken: ending })? {
            break;
        }
    }
    Ok(())
}

/// A file in any encoding, read as UTF-8, each line ended by one line feed: so lines can be counted.
struct AsUtf8 {
    file: File,
    decoder: Decoder,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    ended: bool,
    read_bytes: u64,
    after_return: bool,
    finished: bool,
    given_end: usize,
}

impl AsUtf8 {
    fn new(file: File, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let bytes = vec![0; CHUNK];
        Self {
            file,
            decoder,
            bytes,
            start: 0,
            end: 0,
            ended: false,
            read_bytes: 0,
            after_return: false,
            finished: false,
            given_end: 0,
        }
    }

    /// Makes every end of a line a single line feed, in place; answers how many bytes stay.
    fn line_feeds(&mut self, text: &mut [u8]) -> usize {
        let mut kept = 0;
        for index in 0..text.len() {
            let byte = text[index];
            let second_half = byte == b'\n' && self.after_return;
            self.after_return = byte == b'\r';
            if !second_half {
                text[kept] = if byte == b'\r' { b'\n' } else { byte };
                kept += 1;
            }
        }
        kept
    }
}

impl Read for AsUtf8 {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        loop {
            if self.finished {
                let rest = &END[self.given_end..];
                let size = rest.len().min(out.len());
                out[..size].copy_from_slice(&rest[..size]);
                self.given_end += size;
                return Ok(size);
            }
            if self.start == self.end && !self.ended {
                self.end = self.file.read(&mut self.bytes)?;
                self.start = 0;
                self.ended = self.end == 0;
                self.read_bytes += self.end as u64;
            }
            let (result, read, written, _) =
                self.decoder.decode_to_utf8(&self.bytes[self.start..self.end], out, self.ended);
            self.start += read;
            self.finished = self.ended && result == CoderResult::InputEmpty;
            let kept = self.line_feeds(&mut out[..written]);
            if kept > 0 {
                return Ok(kept);
            }
            if result == CoderResult::OutputFull {
                return Err(std::io::Error::other("a buffer too small for one character"));
            }
        }
    }
}
