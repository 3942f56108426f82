//! Looking at what arrived: is a photo a JPEG of the agreed size without EXIF, is a signature a signature?
//!
//! A blob is named by its hash, so it is never repaired here; what is wrong is written beside it and told to the phone.

use domain::config::Config;
use domain::evidence::Strokes;
use domain::finding::Finding;
use image::ImageReader;
use std::io::Cursor;

/// Everything that is wrong with a blob's content.
pub fn findings(kind: &str, bytes: &[u8], config: &Config) -> Vec<Finding> {
    match kind {
        "photo" => photo_findings(bytes, config),
        _ => match serde_json::from_slice::<Strokes>(bytes) {
            Ok(strokes) => strokes.validate().err().unwrap_or_default(),
            Err(_) => vec![Finding::new("unreadable", "strokes")],
        },
    }
}

fn photo_findings(bytes: &[u8], config: &Config) -> Vec<Finding> {
    let reader = ImageReader::with_format(Cursor::new(bytes), image::ImageFormat::Jpeg);
    let Ok((width, height)) = reader.into_dimensions() else { return vec![Finding::new("not_a_jpeg", "photo")] };
    let mut findings = domain::finding::Findings::default();
    findings
        .when(width.max(height) > config.photo_max_px, "photo_too_large", "photo")
        .when(bytes.len() as u64 > config.photo_max_bytes, "photo_too_heavy", "photo")
        .when(has_exif(bytes), "photo_has_exif", "photo");
    findings.into_vec()
}

/// Whether an EXIF segment stands before the picture's data.
fn has_exif(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xff, marker, high, low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let content = tail.get(..length.saturating_sub(2)).unwrap_or_default();
        match marker {
            0xe1 if content.starts_with(b"Exif\0") => return true,
            0xda => return false,
            _ => rest = tail.get(length.saturating_sub(2)..).unwrap_or_default(),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Day;

    fn config() -> Config {
        Config::shipped_on(Day::from_ymd_opt(2026, 1, 1).unwrap())
    }

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    fn with_exif(mut photo: Vec<u8>) -> Vec<u8> {
        let segment = [&[0xff, 0xe1, 0x00, 0x0a][..], b"Exif\0\0MM"].concat();
        photo.splice(2..2, segment);
        photo
    }

    fn codes(bytes: &[u8]) -> Vec<String> {
        findings("photo", bytes, &config()).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn a_photo_of_the_agreed_shape_passes_and_others_say_why() {
        assert_eq!(codes(&jpeg(1280, 960)), Vec::<String>::new());
        assert_eq!(codes(&jpeg(1281, 10)), ["photo_too_large"]);
        assert_eq!(codes(&with_exif(jpeg(20, 20))), ["photo_has_exif"]);
        assert_eq!(codes(b"<svg onload=alert(1)>"), ["not_a_jpeg"]);
        assert_eq!(codes(&[&jpeg(20, 20)[..], &vec![0; 300_000]].concat()), ["photo_too_heavy"]);
    }

    #[test]
    fn strokes_that_are_none_are_named() {
        assert_eq!(findings("strokes", b"[]", &config())[0].code, "unreadable");
    }
}
