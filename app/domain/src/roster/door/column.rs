//! Columns of their own for building, unit and floor.

use super::super::remark::Remark;
use super::part::{Parts, label, parts};
use super::token::{Mark, Token, tokens};

/// Ways to write "there is none".
const NONE: &[&str] = &["无", "没有", "无单元", "-", "/", "\\", "0", "空"];

/// What the building column says: a building, perhaps with its unit.
pub(super) fn building(folded: &str) -> Result<Parts, Remark> {
    let none = || Parts { building: Some("0".to_owned()), ..Parts::default() };
    if folded.is_empty() {
        return Ok(Parts::default());
    }
    if NONE.contains(&folded) {
        return Ok(none());
    }
    let tokens = tokens(folded).map_err(|reason| unclear(reason, Remark::BuildingUnclear))?;
    let plain = match tokens.as_slice() {
        [only] | [only, Token::Mark(Mark::Hao | Mark::Lou | Mark::Building)] => label(only),
        _ => None,
    };
    if let Some(building) = plain {
        return Ok(Parts { building: Some(building), ..Parts::default() });
    }
    let mut read = parts(&tokens, false).map_err(|_| Remark::BuildingUnclear)?;
    if read.door.is_some() || read.floor.is_some() {
        return Err(Remark::BuildingUnclear);
    }
    match (read.building.is_some(), read.loose.len()) {
        (true, 0) => Ok(read),
        (false, 1) => {
            read.building = read.loose.pop().map(|piece| piece.text);
            Ok(read)
        }
        _ => Err(Remark::BuildingUnclear),
    }
}

/// What the unit column says; `"0"` for expressly none.
pub(super) fn unit(folded: &str) -> Result<Option<String>, Remark> {
    if folded.is_empty() {
        return Ok(None);
    }
    if NONE.contains(&folded) {
        return Ok(Some("0".to_owned()));
    }
    let tokens = tokens(folded).map_err(|reason| unclear(reason, Remark::UnitUnclear))?;
    match tokens.as_slice() {
        [only] | [only, Token::Mark(Mark::Unit | Mark::Hao)] => label(only).map(Some).ok_or(Remark::UnitUnclear),
        _ => Err(Remark::UnitUnclear),
    }
}

/// What the floor column says.
pub(super) fn floor(folded: &str) -> Result<Option<i16>, Remark> {
    if folded.is_empty() || NONE.contains(&folded) {
        return Ok(None);
    }
    let tokens = tokens(folded).map_err(|reason| unclear(reason, Remark::FloorUnclear))?;
    let (sign, number) = match tokens.as_slice() {
        [Token::Number(number)] | [Token::Number(number), Token::Mark(Mark::Floor | Mark::Lou)] => (1, number),
        [Token::Number(number), Token::Letter(letter)] if letter == "F" => (1, number),
        [Token::Mark(Mark::Minus) | Token::Dash, Token::Number(number)]
        | [Token::Mark(Mark::Minus) | Token::Dash, Token::Number(number), Token::Mark(Mark::Floor | Mark::Lou)] => {
            (-1, number)
        }
        _ => return Err(Remark::FloorUnclear),
    };
    let floor = number.parse::<i16>().ok().filter(|floor| (1..=99).contains(floor)).ok_or(Remark::FloorUnclear)?;
    Ok(Some(sign * floor))
}

/// A formula or a date stays what it is; anything else is the column's own doubt.
fn unclear(reason: Remark, own: Remark) -> Remark {
    if matches!(reason, Remark::FormulaText | Remark::LooksLikeDate) { reason } else { own }
}
