//! How a person likes to read: text size, language, theme. Remembered by cookies on pages and by the phone's storage in the
//! field app; both use the names written here.

use domain::language::Language;

/// Name of the cookie (and storage key) of the text size: `on` or `largest`; absent is the normal size.
pub const ELDER: &str = "elder";
/// Name of the cookie (and storage key) of the language: its tag.
pub const LANGUAGE: &str = "language";
/// Name of the cookie (and storage key) of the theme: `light` or `dark`; absent follows the system.
pub const THEME: &str = "theme";

/// 长辈版 (rule 4.7): main text 22 px, or 30 px.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Elder {
    #[default]
    Off,
    On,
    Largest,
}

impl Elder {
    /// The value of `html[data-elder]` and of the cookie; none for the normal size.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Off => None,
            Self::On => Some("on"),
            Self::Largest => Some("largest"),
        }
    }

    /// Reads a cookie's or storage's value; what is not known is the normal size. `1` is accepted for `on`.
    pub fn from_name(name: &str) -> Self {
        match name {
            "on" | "1" => Self::On,
            "largest" => Self::Largest,
            _ => Self::Off,
        }
    }

    /// What the toggle leads to: normal → 长辈版 → largest → normal.
    pub fn next(self) -> Self {
        match self {
            Self::Off => Self::On,
            Self::On => Self::Largest,
            Self::Largest => Self::Off,
        }
    }
}

/// Light or dark, when a person decided instead of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    /// The value of `html[data-theme]` and of the cookie.
    pub fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads a cookie's or storage's value.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }
}

/// All of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Preference {
    /// Chinese unless chosen otherwise.
    pub language: Language,
    /// Text size.
    pub elder: Elder,
    /// None follows the system.
    pub theme: Option<Theme>,
}

impl Preference {
    /// Reads the preferences out of a `Cookie` header.
    pub fn from_cookies(header: &str) -> Self {
        let mut preference = Self::default();
        for (name, value) in header.split(';').filter_map(|pair| pair.trim().split_once('=')) {
            match name {
                ELDER => preference.elder = Elder::from_name(value),
                LANGUAGE => preference.language = Language::from_tag(value),
                THEME => preference.theme = Theme::from_name(value),
                _ => {}
            }
        }
        preference
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_of_others_do_not_disturb_the_reading_preferences() {
        let cases = [
            ("", Preference::default()),
            ("session=x; elder=1", Preference { elder: Elder::On, ..Preference::default() }),
            (
                "elder=largest; theme=dark",
                Preference { elder: Elder::Largest, theme: Some(Theme::Dark), ..Preference::default() },
            ),
            ("language=en; elder=huge", Preference { language: Language::En, ..Preference::default() }),
            ("theme=pink;;=;elder", Preference::default()),
        ];
        for (header, wanted) in cases {
            assert_eq!(Preference::from_cookies(header), wanted, "{header:?}");
        }
    }

    #[test]
    fn the_toggle_comes_round() {
        assert_eq!(Elder::Off.next().next().next(), Elder::Off);
        for elder in [Elder::Off, Elder::On, Elder::Largest] {
            assert_eq!(elder.name().map_or(Elder::Off, Elder::from_name), elder);
        }
    }
}
