//! Line icons, drawn for this product: 24 × 24, one stroke, no colour of their own. Each is a constant, so the phone's bundle
//! carries only those it uses.

use crate::element::{Element, el};

/// The inside of one icon's `<svg>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph(pub &'static str);

macro_rules! glyphs {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$doc])* pub const $name: Glyph = Glyph($path);)*
        /// Every icon with its name, for the gallery.
        pub const ALL: &[(&str, Glyph)] = &[$((stringify!($name), $name)),*];
    };
}

glyphs! {
    // What to do.
    BACK = r#"<path d="M15 5l-7 7 7 7"/>"#;
    NEXT = r#"<path d="M9 5l7 7-7 7"/>"#;
    CHECK = r#"<path d="M4 13l5 5L20 7"/>"#;
    CLOSE = r#"<path d="M6 6l12 12M18 6L6 18"/>"#;
    PLUS = r#"<path d="M12 5v14M5 12h14"/>"#;
    MINUS = r#"<path d="M5 12h14"/>"#;
    CAMERA = r#"<path d="M4 8h3l2-3h6l2 3h3v11H4z"/><circle cx="12" cy="13" r="3.5"/>"#;
    PHONE = r#"<path d="M6 4h3l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v3a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z"/>"#;
    SEARCH = r#"<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>"#;
    PEN = r#"<path d="M4 20l1-4L16 5l3 3L8 19zM14 7l3 3"/>"#;
    TRASH = r#"<path d="M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13"/>"#;
    FILTER = r#"<path d="M4 6h16M7 12h10M10 18h4"/>"#;
    SHARE = r#"<path d="M12 15V4M8 8l4-4 4 4M5 13v7h14v-7"/>"#;
    PRINT = r#"<path d="M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"/>"#;
    SPEAK = r#"<path d="M4 10v4h4l5 4V6L8 10zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11"/>"#;
    // How things stand.
    SYNC = r#"<path d="M20 6v5h-5M4 18v-5h5M5.5 9a7 7 0 0 1 12-2.500L20 11M18.5 15a7 7 0 0 1-12 2.500L4 13"/>"#;
    WARNING = r#"<path d="M12 4L2.5 20h19zM12 10v4M12 17v.1"/>"#;
    INFO = r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 7.500v.1"/>"#;
    STOP = r#"<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v5M12 16v.1"/>"#;
    CLOCK = r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3.5 2"/>"#;
    LOCK = r#"<path d="M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3"/>"#;
    OFFLINE = r#"<path d="M4 4l16 16M5 12a10 10 0 0 1 4-2.300M19 12a10 10 0 0 0-5-2.600M8.5 15.500a5 5 0 0 1 5-1M12 19v.1"/>"#;
    ONLINE = r#"<path d="M3 9.500a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9 16.300a4.3 4.3 0 0 1 6 0M12 19.500v.1"/>"#;
    // Places, people, papers.
    DOOR = r#"<path d="M3 21h18M6 21V3h12v18M14.5 12v.1"/>"#;
    BUILDING = r#"<path d="M4 21V4h10v17M14 9h6v12M2 21h20M8 8h2M8 12h2M8 16h2M17 13h.1M17 17h.1"/>"#;
    HOME = r#"<path d="M3 11l9-7 9 7M5.5 9.500V20h13V9.500M10 20v-6h4v6"/>"#;
    PERSON = r#"<circle cx="12" cy="8" r="4"/><path d="M4 21a8 8 0 0 1 16 0"/>"#;
    LIST = r#"<path d="M9 6h11M9 12h11M9 18h11M4 6h.1M4 12h.1M4 18h.1"/>"#;
    OUTBOX = r#"<path d="M3 14v6h18v-6h-5l-2 3h-4l-2-3zM12 11V3M8.5 6.500L12 3l3.5 3.5"/>"#;
    TASK = r#"<path d="M6 5h12v16H6zM9 3h6v4H9zM9 14l2 2 4-4"/>"#;
    PLACE = r#"<path d="M12 21s7-6.5 7-11.500a7 7 0 0 0-14 0C5 14.5 12 21 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>"#;
    LETTERS = r#"<path d="M2 18l5-13 5 13M3.8 14h6.400M14 18l3.5-8 3.5 8M15.2 15.500h4.6"/>"#;
    STAR = r#"<path d="M12 3.500l2.6 5.6 6 .7-4.4 4.1 1.2 6-5.4-3-5.4 3 1.2-6L3.4 9.800l6-.7z"/>"#;
    // The twelve need groups, in their order (content 7.2).
    /// 安全隐患
    NEED_SAFETY = r#"<path d="M12 3l8 3v6c0 5-3.5 7.5-8 9-4.5-1.5-8-4-8-9V6zM12 8v5M12 16v.1"/>"#;
    /// 上下水
    NEED_WATER = r#"<path d="M4 9h9a5 5 0 0 1 5 5v1M4 5v8M9 9V5M6.5 5h5M18 18.500c1 1.2 1 2.5 0 2.500s-1-1.3 0-2.500z"/>"#;
    /// 电和灯
    NEED_LIGHT = r#"<path d="M9 17a6.5 6.5 0 1 1 6 0v2H9zM10 22h4M12 13v4M10 11l2 2 2-2"/>"#;
    /// 暖和气
    NEED_HEAT = r#"<path d="M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-2.5 1.2-4 2.5-5 .2 2 1 3 2 3.500C10.5 9 10.5 6 12 3z"/>"#;
    /// 卫生
    NEED_CLEAN = r#"<path d="M18 3l-6 9M7.5 11.500l8 5L13 21H4c2-1.5 3-5 3.5-9.500zM8 21l1.5-3M11.5 21l1-2.5"/>"#;
    /// 门岗治安
    NEED_GATE = r#"<path d="M4 21V8l4-3 4 3v13M2 21h12M8 12v3M12 12h10M15 12l2 3M19 12l2 3"/>"#;
    /// 停车
    NEED_PARKING = r#"<path d="M4 16v-4l2-5h12l2 5v4zM4 12h16M6 16v3M18 16v3M7.5 14h.1M16.5 14h.1"/>"#;
    /// 路和楼
    NEED_ROAD = r#"<path d="M3 21V6h8v15M6 10h2M6 14h2M6 18h2M15 21l1.5-11h2L20 21M17.5 13v1.500M17.5 17.500V19"/>"#;
    /// 绿化
    NEED_GREEN = r#"<path d="M12 21v-8M12 3a5 5 0 0 1 4.5 7A4 4 0 0 1 15 17H9a4 4 0 0 1-1.5-7A5 5 0 0 1 12 3zM12 16l3-3M8 21h8"/>"#;
    /// 违建噪声
    NEED_NOISE = r#"<path d="M4 10v4h3l6 5V5l-6 5zM17 9.500l4 5M21 9.500l-4 5"/>"#;
    /// 收费和服务
    NEED_FEE = r#"<path d="M6 3h12v18l-3-2-3 2-3-2-3 2zM9 7l3 4 3-4M12 11v5M9.5 11.500h5M9.5 14h5"/>"#;
    /// 邻里和其他
    NEED_OTHER = r#"<circle cx="8" cy="8.5" r="3"/><circle cx="16.5" cy="9.5" r="2.5"/><path d="M2.5 19a5.5 5.5 0 0 1 11 0M14.5 15a4.5 4.5 0 0 1 7 4"/>"#;
}

/// The five faces, from very dissatisfied to very satisfied (content 7.4).
pub const FACES: [Glyph; 5] = [
    Glyph(r#"<circle cx="12" cy="12" r="9"/><path d="M7.5 9l2 1M16.5 9l-2 1M8 17.200a4.5 4.5 0 0 1 8 0"/>"#),
    Glyph(r#"<circle cx="12" cy="12" r="9"/><path d="M9 9.500v.3M15 9.500v.3M8.5 16.500a5 5 0 0 1 7 0"/>"#),
    Glyph(r#"<circle cx="12" cy="12" r="9"/><path d="M9 9.500v.3M15 9.500v.3M8.5 15.500h7"/>"#),
    Glyph(r#"<circle cx="12" cy="12" r="9"/><path d="M9 9.500v.3M15 9.500v.3M8.5 15a5 5 0 0 0 7 0"/>"#),
    Glyph(
        r#"<circle cx="12" cy="12" r="9"/><path d="M8 10a1.2 1.2 0 0 1 2.2 0M13.8 10a1.2 1.2 0 0 1 2.2 0M7.5 13.500h9a4.5 4.5 0 0 1-9 0z"/>"#,
    ),
];

/// The twelve need groups' icons, in the order of content 7.2.
pub const NEED_GROUPS: [Glyph; 12] = [
    NEED_SAFETY,
    NEED_WATER,
    NEED_LIGHT,
    NEED_HEAT,
    NEED_CLEAN,
    NEED_GATE,
    NEED_PARKING,
    NEED_ROAD,
    NEED_GREEN,
    NEED_NOISE,
    NEED_FEE,
    NEED_OTHER,
];

/// An icon beside a word; it says nothing to a screen reader, the word does.
pub fn icon(glyph: Glyph) -> Element {
    el("svg")
        .class("icon")
        .attr("viewBox", "0 0 24 24")
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "2")
        .attr("stroke-linecap", "round")
        .attr("stroke-linejoin", "round")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .inside(glyph.0)
}
