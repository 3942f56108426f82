//! Words of the office page where a phone's rescue file is brought in.
#![cfg(feature = "pages")]

use super::{Word, word};

pub const RESCUE: Word = word("救援文件", "Rescue file");
pub const CHOOSE: Word = word("手机导出的救援文件", "The rescue file that a phone exported");
pub const CHOOSE_HINT: Word = word(
    "doorstep-rescue-….txt。同一个文件交几次都可以，每条记录只算一次。",
    "doorstep-rescue-….txt. The same file may be brought in any number of times; each record counts once.",
);
pub const BRING_IN: Word = word("交进来", "Bring it in");
pub const FILE_MISSING: Word = word("没有收到文件，请先选一个文件。", "No file arrived. Choose one first.");
pub const BECAME: Word = word("结果", "What became of it");
pub const TAKEN: Word = word("已收下", "Taken in");
pub const NUMBER: Word = word("编号", "Number");
pub const PHOTOS_KEPT: Word = word("照片和签名：收到 {count} 个", "Photos and signatures: {count} arrived");
pub const PHOTOS_MISSING: Word = word("还差 {count} 张照片或签名", "{count} photos or signatures still missing");
pub const UNREADABLE: Word = word("打不开的", "What could not be opened");
pub const NOTHING: Word = word("文件里没有一条记录。", "There is not one record in the file.");
