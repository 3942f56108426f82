//! The twelve groups of needs, as residents read them (content 7.2, end), and what the page of one need says.

use super::{Word, word};
use domain::need::NeedIcon;

/// The word under a group's icon.
pub const fn group(icon: NeedIcon) -> Word {
    match icon {
        NeedIcon::Safety => word("安全隐患", "Danger"),
        NeedIcon::Water => word("上下水", "Water, drains"),
        NeedIcon::Power => word("电和灯", "Power, lights"),
        NeedIcon::HeatGas => word("暖和气", "Heat, gas"),
        NeedIcon::Cleaning => word("卫生", "Cleaning"),
        NeedIcon::Security => word("门岗治安", "Gate, security"),
        NeedIcon::Parking => word("停车", "Parking"),
        NeedIcon::RoadBuilding => word("路和楼", "Paths, building"),
        NeedIcon::Green => word("绿化", "Trees, lawn"),
        NeedIcon::IllegalNoise => word("违建噪声", "Noise, illegal building"),
        NeedIcon::FeeService => word("收费和服务", "Fees, service"),
        NeedIcon::NeighbourOther => word("邻里和其他", "Neighbours, other"),
    }
}

pub const DANGER: Word = word("马上会伤人", "Danger at any moment");
pub const CALL_FIRST: Word = word("先打电话，再填表", "Call first, then write");
pub const CALL_FIRST_TEXT: Word = word(
    "火情 119 · 治安 110 · 伤病 120 · 燃气公司。离开危险处，拦住别人。",
    "Fire 119 · police 110 · ambulance 120 · the gas company. Step away and keep others away.",
);
pub const CALL_GAS: Word =
    word("请先打燃气公司电话，不开灯、不打火。", "Call the gas company first; no switch, no flame.");
pub const CALL: Word = word("请先拨 {number}。", "Call {number} first.");
pub const KIND: Word = word("是哪一种？", "Which kind?");
pub const PLACE: Word = word("在哪里？", "Where?");
pub const PLACE_HINT: Word =
    word("写到能找着：楼、单元、层、东西侧。", "So that it can be found: building, unit, floor, side.");
pub const TEXT: Word = word("怎么回事？", "What is the matter?");
pub const TEXT_HINT: Word = word("可以不写。200 字以内。", "May be left empty. At most 200 characters.");
pub const PHOTO: Word = word("照片（只拍公共部位，可以不拍）", "Photo (shared parts only, may be left out)");
pub const TAKE_PHOTO: Word = word("拍照", "Take a photo");
pub const PHOTO_ALT: Word = word("第 {n} 张照片", "Photo {n}");
pub const REMOVE_PHOTO: Word = word("删掉这张", "Remove this photo");
pub const PHOTO_WORKING: Word = word("正在处理照片…", "Working on the photo…");
pub const PHOTO_KEPT: Word = word("照片已存", "Photo kept");
pub const PHOTO_LOST: Word = word(
    "刚才的照片没有拍成。填的内容都在，请再拍一次。",
    "The photo did not come through. What you wrote is all here; please take it again.",
);
pub const PHOTO_UNREADABLE: Word =
    word("这张图片打不开，请重新拍。", "This picture cannot be read; please take it again.");
pub const PHOTO_TOO_LARGE: Word = word("这张图片太大，请重新拍。", "This picture is too large; please take it again.");
pub const PHOTO_NO_ROOM: Word =
    word("手机空间不到 200 MB，先不拍照，文字照常记。", "Less than 200 MB free: no photos now; text is saved as ever.");
pub const PHOTO_NOT_STORED: Word =
    word("照片没有存上，请再拍一次。", "The photo could not be kept; please take it again.");

/// Places that are tapped instead of typed.
pub const PLACES: [Word; 6] = [
    word("{building}{unit}楼道", "{building}{unit} staircase"),
    word("{building}外墙", "{building} outer wall"),
    word("{building}门前", "before {building}"),
    word("小区大门口", "compound gate"),
    word("院内", "yard"),
    word("地下室", "basement"),
];
