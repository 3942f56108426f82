//! Brotli, as small as it gets.
//!
//! Brotli guesses a byte by the bytes before it, and there are four ways of looking at those ([`Mode`]). Left to itself it takes the one for
//! texts, or the one for numbers; what WebAssembly says is guessed best by the byte before without its last two bits, which is two
//! hundredths of the module.

use anyhow::{Result, ensure};
use brotli::enc::backward_references::BrotliEncoderMode as Mode;
use brotli::enc::encode::{BrotliEncoderOperation as Step, BrotliEncoderStateStruct as Encoder};
use brotli::enc::{BrotliEncoderParams, StandardAlloc};
use wasmparser::{Parser, Payload};

/// What a text is tried with.
const TEXT: [Mode; 3] = [Mode::BROTLI_FORCE_UTF8_PRIOR, Mode::BROTLI_FORCE_MSB_PRIOR, Mode::BROTLI_FORCE_SIGNED_PRIOR];
/// For a module: the code, and the texts and tables behind it.
const MODULE: [Mode; 2] = [Mode::BROTLI_FORCE_MSB_PRIOR, Mode::BROTLI_FORCE_SIGNED_PRIOR];

/// In a moment, for a site that only this machine sees.
pub fn quickly(bytes: &[u8]) -> Result<Vec<u8>> {
    pack(5, &[(bytes, Mode::BROTLI_MODE_GENERIC)])
}

/// In seconds.
pub fn small(bytes: &[u8]) -> Result<Vec<u8>> {
    if let Some(seam) = seam(bytes) {
        let (code, texts) = bytes.split_at(seam);
        return pack(11, &[(code, MODULE[0]), (texts, MODULE[1])]);
    }
    let tries: Result<Vec<Vec<u8>>> = TEXT.iter().map(|mode| pack(11, &[(bytes, *mode)])).collect();
    Ok(tries?.into_iter().min_by_key(Vec::len).unwrap_or_default())
}

/// Where texts begin behind the code of a module: each of them is packed better by statistics of its own.
fn seam(bytes: &[u8]) -> Option<usize> {
    let sections = Parser::new(0).parse_all(bytes).map_while(Result::ok);
    let data = |payload| if let Payload::DataSection(data) = payload { Some(data.range().start) } else { None };
    sections.filter_map(data).next()
}

/// One stream of parts, each in its mode.
fn pack(quality: i32, parts: &[(&[u8], Mode)]) -> Result<Vec<u8>> {
    let mut encoder = Encoder::new(StandardAlloc::default());
    let size_hint = parts.iter().map(|(part, _)| part.len()).sum();
    encoder.params = BrotliEncoderParams { quality, lgwin: 24, size_hint, ..BrotliEncoderParams::default() };
    let mut packed = Vec::new();
    for (number, (part, mode)) in parts.iter().enumerate() {
        encoder.params.mode = *mode;
        let is_last = number + 1 == parts.len();
        let step = if is_last { Step::BROTLI_OPERATION_FINISH } else { Step::BROTLI_OPERATION_FLUSH };
        push(&mut encoder, step, part, &mut packed)?;
    }
    Ok(packed)
}

/// Takes in one part, and out all that the encoder has made of it.
fn push(encoder: &mut Encoder<StandardAlloc>, step: Step, part: &[u8], packed: &mut Vec<u8>) -> Result<()> {
    let mut room = vec![0; 1 << 16];
    let (mut left, mut taken) = (part.len(), 0);
    loop {
        let (mut free, mut filled) = (room.len(), 0);
        let is_well = encoder.compress_stream(
            step,
            &mut left,
            part,
            &mut taken,
            &mut free,
            &mut room,
            &mut filled,
            &mut None,
            &mut |_, _, _, _| (),
        );
        ensure!(is_well, "brotli takes no more");
        packed.extend_from_slice(&room[..filled]);
        if left == 0 && !encoder.has_more_output() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn unpacked(packed: &[u8]) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        brotli::Decompressor::new(packed, 4096).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn what_was_packed_comes_out_again() -> Result<()> {
        let text = "let the door open; ".repeat(9_000);
        // Code is named before texts: an empty module with a data section.
        let module = [b"\0asm\x01\0\0\0".as_slice(), &[11, 1, 0]].concat();
        assert!(seam(&module).is_some() && seam(text.as_bytes()).is_none());
        for bytes in [text.as_bytes(), &module, b""] {
            assert_eq!(unpacked(&small(bytes)?)?, bytes);
            assert_eq!(unpacked(&quickly(bytes)?)?, bytes);
        }
        Ok(())
    }
}
