//! Words of the door board and of one household's page.

use super::{Word, word};
use domain::visit::DoorState;

pub const BOARD: Word = word("门户图", "Door board");
pub const SEARCH: Word = word("找一户", "Find a door");
pub const SEARCH_HINT: Word = word("501、3-2-501、3号楼、姓", "501, 3-2-501, building, name");
pub const ALL: Word = word("全部", "All");
pub const LEGEND: Word = word("图例", "Legend");
pub const NO_DOORS: Word = word("这个小区还没有门户", "This compound has no doors yet");
pub const NO_DOORS_TEXT: Word = word(
    "联网后会自动下载。如果一直是空的，请找社区。",
    "They come with the next contact. If it stays empty, ask the community.",
);
pub const NOTHING_FOUND: Word = word("没有找到", "Nothing found");
pub const NOTHING_FOUND_TEXT: Word = word("换个写法，或者看全部。", "Write it differently, or look at all.");
pub const SHOW_ALL: Word = word("看全部", "Show all");
pub const UNIT: Word = word("{no}单元", "Unit {no}");
pub const FLOOR: Word = word("{no}层", "Floor {no}");
pub const DOORS: Word = word("{n} 户", "{n} doors");
pub const ROOM: Word = word("{door}室", "Door {door}");

/// The word of a state, as in the legend.
pub const fn state(state: DoorState) -> Word {
    match state {
        DoorState::NotVisited => word("没去过", "Not visited"),
        DoorState::NobodyHome => word("没人", "Nobody home"),
        DoorState::Retry => word("再去", "Go again"),
        DoorState::Refused => word("不愿意", "Refused"),
        DoorState::Answered => word("已答", "Answered"),
        DoorState::Consented => word("已签", "Signed"),
        DoorState::Closed => word("不用去", "Closed"),
    }
}

pub const HOUSEHOLD: Word = word("住户", "Household");
pub const NOT_HERE: Word = word("手机里没有这一户", "This door is not on the phone");
pub const NOT_HERE_TEXT: Word =
    word("可能不在您的网格里，或者还没下载。", "It may be outside your grid, or not downloaded yet.");
pub const REGISTERED: Word = word("登记", "Registered");
pub const NAME: Word = word("姓名", "Name");
pub const AREA: Word = word("面积", "Area");
pub const AREA_UNKNOWN: Word = word("没有登记", "Not registered");
pub const USAGE: Word = word("用途", "Use");
pub const OCCUPANCY: Word = word("居住", "Lives here");
pub const FEE_STATE: Word = word("交费同意", "Fee consent");
pub const HISTORY: Word = word("最近三次", "Last three visits");
pub const HISTORY_NONE: Word = word("还没去过。", "Nobody has been here.");
pub const ATTEMPTS: Word = word("本轮去过 {n} 次", "{n} attempts this round");
pub const PROMISES: Word = word("答应过的事", "What was promised");
pub const DRAFT_OPEN: Word = word("有一份没写完的走访", "A visit is half written");
pub const CONTINUE: Word = word("接着写", "Go on writing");
pub const START: Word = word("开始走访", "Start the visit");
pub const QUICK: Word = word("没谈成？从这里记", "Did not talk? Note it here");
pub const ROSTER_WRONG: Word = word("登记有误", "Roster is wrong");
pub const REFUSED_FINAL: Word = word("这家说过不愿意", "They said no for good");
pub const REFUSED_FINAL_TEXT: Word = word(
    "按规定不再上门问。只有居民自己来找，才能再谈。不影响报修，也不影响免费服务。",
    "The rule: do not ask again. Only if the residents come to you. Repairs and the free service are not affected.",
);
pub const RESTING: Word = word("先别去", "Let it rest");
pub const RESTING_TEXT: Word = word("{day} 以后再去。", "Not before {day}.");
pub const RESIDENT_CAME: Word = word("居民主动找来了", "The residents came to us");
pub const IN_TWOS: Word = word("两个人一起去。", "Go in twos.");
pub const QUIET_NOW: Word = word("现在是休息时间，尽量别敲门。", "It is quiet time; better not knock.");
pub const SLIP: Word = word("纸条", "Slip");
pub const SLIP_TEXT: Word = word(
    "把户码抄在纸条上。扫小区二维码，或在手机里打开下面的地址，可以报修、打分、看进度。",
    "Copy the household code onto the slip. The compound's QR code or the address below leads to repairs, rating and progress.",
);
pub const CODE: Word = word("户码", "Household code");
pub const CODE_NONE: Word = word("还没有户码", "No household code yet");
pub const PUBLIC_PAGE: Word = word("小区页面", "Compound page");
pub const COMMUNITY_PHONE: Word = word("社区电话", "Community phone");
pub const SAVED: Word = word("已存在手机里", "Saved on this phone");
pub const UNDO: Word = word("撤销", "Undo");
pub const SAVE: Word = word("保存", "Save");
pub const CANCEL: Word = word("取消", "Cancel");
