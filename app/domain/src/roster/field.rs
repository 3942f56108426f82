//! Area, use, way of living and day of a roster row (model 2.15).

use super::{glyph, remark::Remark};
use crate::area::{AreaC, AreaError};
use crate::calendar::{Day, parse_day};
use crate::place::{Occupancy, Usage};

/// Cells longer than this hold no number, word or day.
const CELL_BYTES: usize = 120;

fn short(cell: &str, remark: Remark) -> Result<Option<String>, Remark> {
    if cell.len() > CELL_BYTES {
        return Err(remark);
    }
    let key = glyph::key(cell);
    Ok(Some(key).filter(|key| !key.is_empty() && !["-", "/", "无", "不详"].contains(&key.as_str())))
}

/// Square metres. `None` for an empty cell.
///
/// # Errors
/// The remark that says why the cell holds no plausible area.
pub fn read_area(cell: &str) -> Result<Option<AreaC>, Remark> {
    let Some(key) = short(cell, Remark::AreaWrong)? else { return Ok(None) };
    key.parse::<AreaC>().map(Some).map_err(|error| match error {
        AreaError::NotANumber => Remark::AreaWrong,
        AreaError::TooManyDecimals => Remark::AreaTooPrecise,
        AreaError::OutOfRange => Remark::AreaOutOfRange,
        AreaError::MissingPoint => Remark::AreaPointMissing,
    })
}

/// What the home is used for. `None` for an empty cell.
///
/// # Errors
/// [`Remark::UsageUnknown`].
pub fn read_usage(cell: &str) -> Result<Option<Usage>, Remark> {
    let Some(key) = short(cell, Remark::UsageUnknown)? else { return Ok(None) };
    match key.as_str() {
        "住宅" | "居住" | "自住" | "住房" | "成套住宅" | "非成套住宅" | "RESIDENCE" => {
            Ok(Some(Usage::Residence))
        }
        "商业" | "商铺" | "门面" | "门市" | "经营" | "商用" | "营业" | "办公" | "BUSINESS" => {
            Ok(Some(Usage::Business))
        }
        "空置" | "空房" | "闲置" | "VACANT" => Ok(Some(Usage::Vacant)),
        "其他" | "其它" | "仓库" | "库房" | "车库" | "储藏" | "OTHER" => Ok(Some(Usage::Other)),
        _ => Err(Remark::UsageUnknown),
    }
}

/// Who lives there. `None` for an empty cell.
///
/// # Errors
/// [`Remark::OccupancyUnknown`].
pub fn read_occupancy(cell: &str) -> Result<Option<Occupancy>, Remark> {
    let Some(key) = short(cell, Remark::OccupancyUnknown)? else { return Ok(None) };
    match key.as_str() {
        "自住" | "业主自住" | "产权人" | "业主" | "常住" | "OWNER" => Ok(Some(Occupancy::Owner)),
        "出租" | "租住" | "租户" | "租赁" | "租" | "TENANT" => Ok(Some(Occupancy::Tenant)),
        "亲友" | "借住" | "亲属" | "子女" | "父母" | "RELATIVE" => Ok(Some(Occupancy::Relative)),
        "合住" | "混住" | "MIXED" => Ok(Some(Occupancy::Mixed)),
        "空置" | "空房" | "空户" | "无人" | "闲置" | "VACANT" => Ok(Some(Occupancy::Vacant)),
        "未知" | "UNKNOWN" => Ok(Some(Occupancy::Unknown)),
        _ => Err(Remark::OccupancyUnknown),
    }
}

/// A day. `None` for an empty cell.
///
/// # Errors
/// [`Remark::DateWrong`].
pub fn read_day(cell: &str) -> Result<Option<Day>, Remark> {
    let Some(key) = short(cell, Remark::DateWrong)? else { return Ok(None) };
    parse_day(&key).map(Some).map_err(|_| Remark::DateWrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_or_refused_with_their_reason() {
        let cases = [
            ("68.47", Ok(Some(AreaC(6847)))),
            ("６８．４７㎡", Ok(Some(AreaC(6847)))),
            ("68,47", Ok(Some(AreaC(6847)))),
            (" 68.4 平方米", Ok(Some(AreaC(6840)))),
            ("", Ok(None)),
            ("0", Err(Remark::AreaOutOfRange)),
            ("1e9", Err(Remark::AreaWrong)),
            ("NaN", Err(Remark::AreaWrong)),
            ("85.999", Err(Remark::AreaTooPrecise)),
            ("850", Err(Remark::AreaPointMissing)),
            ("=68+1", Err(Remark::AreaWrong)),
        ];
        for (cell, expected) in cases {
            assert_eq!(read_area(cell), expected, "{cell}");
        }
        assert!(read_area("-5").is_err());
    }

    #[test]
    fn words_for_use_and_living_are_known_or_said_to_be_unknown() {
        assert_eq!(read_usage(" 住 宅"), Ok(Some(Usage::Residence)));
        assert_eq!(read_usage("门市"), Ok(Some(Usage::Business)));
        assert_eq!(read_usage("城堡"), Err(Remark::UsageUnknown));
        assert_eq!(read_occupancy("出租"), Ok(Some(Occupancy::Tenant)));
        assert_eq!(read_occupancy(""), Ok(None));
        assert_eq!(read_occupancy("鬼"), Err(Remark::OccupancyUnknown));
    }

    #[test]
    fn days_are_read_or_refused() {
        for cell in ["2022-06-01", "2022年6月1日", "2022.6.1", "2022/6/1"] {
            assert_eq!(
                read_day(cell).map(|day| day.map(|day| day.to_string())),
                Ok(Some("2022-06-01".to_owned())),
                "{cell}"
            );
        }
        for cell in ["2022-02-30", "1899-01-01", "昨天", "0000-00-00"] {
            assert_eq!(read_day(cell), Err(Remark::DateWrong), "{cell}");
        }
    }
}
