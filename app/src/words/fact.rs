//! Words of the page on which a household's facts are checked.

use super::{Word, word};

pub const TITLE: Word = word("核对住户信息", "Check the household's facts");
pub const WHY: Word =
    word("问一遍，不对的改过来。只上传改过的项。", "Ask, and put right what is wrong. Only what was changed is sent.");
pub const REGISTERED: Word = word("登记的是：{value}", "Registered: {value}");
pub const AREA: Word = word("面积（平方米）", "Area (m²)");
pub const FLOOR: Word = word("楼层（地下写负数，如 -1）", "Floor (below ground negative, such as -1)");
pub const PHONE: Word = word("新的电话", "New telephone");
pub const PHONE_HINT: Word = word(
    "手机里看不到原来的号码。居民愿意留才写。",
    "The number of before is not on this phone. Only if the residents want to leave one.",
);
pub const SOURCE: Word = word("怎么知道的？", "How is it known?");
pub const SAID: Word = word("住户说的", "The residents said so");
pub const PAPER: Word = word("看了产权证", "Read from the title certificate");
pub const PAPER_HINT: Word = word("要拍下那一页", "that page is photographed");
pub const PAPER_PHOTO: Word = word("产权证上写面积、用途的那一页", "The page of the certificate with area and use");
pub const DRAFT_OPEN: Word = word("有一份没写完的核对", "A check of the facts is half written");
pub const WAITING: Word = word("改过的信息存在手机里，还没有上传", "What was changed is on this phone, not sent yet");
