//! Photos from strangers: read within limits, turned upright, made small, written anew. Nothing of the file they came in survives
//! (no EXIF, no place, no second file hidden behind the picture).

use bytes::Bytes;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};
use std::io::Cursor;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Largest file that is looked at (model 2.15).
pub const FILE_MAX_BYTES: usize = 8 * 1024 * 1024;
/// 64 megapixels: today's phones, not a bomb. Checked from the header, before any pixel is unpacked.
const PIXELS_MAX: u64 = 64_000_000;
const EDGE_MAX: u32 = 16_000;
/// What unpacking may take: four bytes for each pixel and some room.
const MEMORY_MAX_BYTES: u64 = 320 * 1024 * 1024;

/// Unpacking takes memory, so that only two happen at a time, whoever asks.
static AT_ONCE: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// The file is no JPEG, PNG or WebP picture of a sensible size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a usable photo")]
pub struct NotAPhoto;

/// Reads a photo and writes it anew as JPEG, no edge longer than `max_px`, no more than `max_bytes`.
///
/// # Errors
/// [`NotAPhoto`] for everything else than a JPEG, PNG or WebP within the limits.
pub async fn shrink(file: Bytes, max_px: u32, max_bytes: u64) -> Result<Bytes, NotAPhoto> {
    let _turn = AT_ONCE.acquire().await.map_err(|_| NotAPhoto)?;
    let work = tokio::task::spawn_blocking(move || shrink_now(&file, max_px, max_bytes));
    work.await.map_err(|_| NotAPhoto)?
}

fn shrink_now(file: &[u8], max_px: u32, max_bytes: u64) -> Result<Bytes, NotAPhoto> {
    let picture = read(file).ok_or(NotAPhoto)?;
    let small = if picture.width().max(picture.height()) > max_px {
        picture.resize(max_px, max_px, FilterType::Triangle)
    } else {
        picture
    };
    write(&small, max_bytes).ok_or(NotAPhoto)
}

fn read(file: &[u8]) -> Option<DynamicImage> {
    if file.len() > FILE_MAX_BYTES {
        return None;
    }
    let reader = ImageReader::new(Cursor::new(file)).with_guessed_format().ok()?;
    if !matches!(reader.format()?, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return None;
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(EDGE_MAX);
    limits.max_image_height = Some(EDGE_MAX);
    limits.max_alloc = Some(MEMORY_MAX_BYTES);
    let mut reader = reader;
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return None;
    }
    let orientation = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    if let Some(orientation) = orientation {
        picture.apply_orientation(orientation);
    }
    Some(picture)
}

/// Tries good quality first; a very restless picture is made smaller until it fits.
fn write(picture: &DynamicImage, max_bytes: u64) -> Option<Bytes> {
    let mut rgb = picture.to_rgb8();
    for _ in 0..4 {
        for quality in [82, 72, 60, 48] {
            let mut out = Vec::new();
            JpegEncoder::new_with_quality(&mut out, quality).encode_image(&rgb).ok()?;
            if out.len() as u64 <= max_bytes {
                return Some(out.into());
            }
        }
        let (width, height) = (rgb.width() * 3 / 4, rgb.height() * 3 / 4);
        rgb = image::imageops::resize(&rgb, width.max(1), height.max(1), FilterType::Triangle);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    fn noise(width: u32, height: u32) -> RgbImage {
        let mut state = 1u32;
        RgbImage::from_fn(width, height, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
        })
    }

    fn encoded(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn even_the_most_restless_picture_becomes_small() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let out = shrink_now(&encoded(&noise(1600, 1200), format), 1280, 250_000).unwrap();
            let back = image::load_from_memory_with_format(&out, ImageFormat::Jpeg).unwrap();
            assert!(out.len() <= 250_000 && back.width().max(back.height()) <= 1280, "{} bytes", out.len());
            assert_eq!(back.width() * 3 / 4, back.height());
        }
    }

    #[test]
    fn nothing_of_the_original_file_survives() {
        let mut file = encoded(&noise(64, 64), ImageFormat::Jpeg);
        // An EXIF segment (APP1) right after the start marker, and a second file behind the picture.
        let exif = b"\xff\xe1\x00\x16Exif\0\0SECRET-PLACE\0\0";
        file.splice(2..2, exif.iter().copied());
        file.extend_from_slice(b"PK\x03\x04 hidden archive <script>");
        let out = shrink_now(&file, 1280, 250_000).unwrap();
        let holds = |needle: &[u8]| out.windows(needle.len()).any(|window| window == needle);
        assert!(!holds(b"SECRET-PLACE") && !holds(b"Exif") && !holds(b"<script>") && !holds(b"PK\x03\x04"));
    }

    #[test]
    fn what_is_no_photo_is_refused_without_unpacking_it() {
        let mut bomb = encoded(&noise(8, 8), ImageFormat::Png);
        // Width and height in the PNG header: 60,000 each.
        bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let too_long = vec![0xff; FILE_MAX_BYTES + 1];
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec();
        let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
        for file in [vec![], b"GIF89a".to_vec(), svg, heic, bomb, too_long] {
            assert_eq!(shrink_now(&file, 1280, 250_000), Err(NotAPhoto));
        }
    }
}
