//! Words of a door that a worker found and the board does not have.

use super::{Word, word};

pub const TITLE: Word = word("板上没有这户", "A door that is not on the board");
pub const WHY: Word = word(
    "按门牌写。楼或单元板上也没有的，社区核对后才算数。",
    "Write it as on the door plate. Where the board has no such building or unit, it counts once the community has looked.",
);
pub const BUILDING: Word = word("楼栋", "Building");
pub const BUILDING_HINT: Word = word("3号楼、家属楼", "Building 3, staff building");
pub const UNIT: Word = word("单元", "Unit");
pub const UNIT_HINT: Word = word("没有就空着", "Empty where there is none");
pub const FLOOR: Word = word("楼层", "Floor");
pub const DOOR: Word = word("门牌", "Door");
pub const DOOR_HINT: Word = word("501、东户", "501, east door");
pub const PLATE_PHOTO: Word = word("门牌照片", "Photo of the door plate");
pub const KNOWN: Word =
    word("板上已经有这一户，保存就到那里。", "This door is on the board already; saving leads there.");
pub const WAITING: Word = word("新的一户，待确认", "A new door, to be confirmed");
pub const WAITING_TEXT: Word =
    word("现在就可以走访，记录会跟着这一户走。", "It can be visited now; what is recorded stays with this door.");
