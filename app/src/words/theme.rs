//! Words of the widgets: text size, language, the five faces, states that every screen knows.

use super::{Word, word};

pub const ELDER_ON: Word = word("长辈版", "Large text");
pub const ELDER_LARGEST: Word = word("再大些", "Larger");
pub const ELDER_OFF: Word = word("标准字", "Normal text");
/// Shows the *other* language's name in that language.
pub const OTHER_LANGUAGE: Word = word("English", "中文");
pub const READING: Word = word("字号和语言", "Text size and language");
pub const SKIP_TO_MAIN: Word = word("跳到正文", "Skip to the main part");
pub const BACK: Word = word("返回", "Back");
pub const OFF_LIST: Word = word("请选择", "Please choose");

pub const VERY_DISSATISFIED: Word = word("很不满意", "Very bad");
pub const DISSATISFIED: Word = word("不满意", "Bad");
pub const NEITHER: Word = word("一般", "So-so");
pub const SATISFIED: Word = word("满意", "Good");
pub const VERY_SATISFIED: Word = word("很满意", "Very good");
/// The scale, worst first (content 7.4).
pub const SCALE5: [Word; 5] = [VERY_DISSATISFIED, DISSATISFIED, NEITHER, SATISFIED, VERY_SATISFIED];

pub const EMPTY: Word = word("这里还没有内容", "Nothing here yet");
pub const LOADING: Word = word("正在读取…", "Loading…");
pub const FAILED: Word = word("没有成功", "That did not work");
pub const TRY_AGAIN: Word = word("再试一次", "Try again");
pub const OFFLINE: Word = word("现在没有网络", "No network now");
pub const OFFLINE_TEXT: Word = word("可以继续做，记录都存在手机里。", "Go on working; the records stay on this phone.");
pub const PREVIOUS_PAGE: Word = word("上一页", "Previous");
pub const NEXT_PAGE: Word = word("下一页", "Next");
pub const ROWS_SHOWN: Word = word("第 {from}–{to} 条，共 {all} 条", "{from}–{to} of {all}");
