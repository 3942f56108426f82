//! Words of the review list: contradicting facts, doubtful doors, twins, consents that disagree; and of records put right.
#![cfg(feature = "pages")]

use super::{Word, word};
use domain::fact::{FactKind, FactSource};
use domain::merge::ReviewKind;

/// What an item is.
pub const fn review_kind(kind: ReviewKind) -> Word {
    match kind {
        ReviewKind::FactDiffers => word("住户信息说法不一", "Facts of a household differ"),
        ReviewKind::NewDoor => word("新门牌待核", "New door to check"),
        ReviewKind::TwoResponses => word("同一户两份答卷", "Two responses of one household"),
        ReviewKind::LookAlike => word("十分钟内内容相同", "The same twice within ten minutes"),
        ReviewKind::ConsentInReview => word("同意和拒绝说法不一", "A yes and a no disagree"),
    }
}

/// Kinds that the importer of rosters makes.
pub fn roster_kind(kind: &str) -> Option<Word> {
    Some(match kind {
        "register_differs" => word("名册和系统里登记的不一样", "The roster differs from the register"),
        "roster_row" => word("名册的一行待核", "A row of the roster to check"),
        "roster_cell" => word("名册的一格待核", "A cell of the roster to check"),
        "door" => word("门牌待核", "A door to check"),
        _ => return None,
    })
}

/// Why an item is there, where no remark of the importer says it.
pub fn reason(code: &str) -> Option<Word> {
    Some(match code {
        "unit_unknown" => word("登记里没有这栋楼或这个单元", "The register has no such building or unit"),
        "in_review" => word(
            "两部手机各记了一个“愿意”和一个“不愿意”，互不知道",
            "A yes and a no of two phones that did not know of each other",
        ),
        "visit" => word("两次走访内容相同", "Two visits with the same content"),
        "need" => word("两条需求内容相同", "Two needs with the same content"),
        "consent" => word("两份同意记录内容相同", "Two consents with the same content"),
        "no_open" => word(
            "有一份“不愿意”没能计入（被退回或在等待），查清以前不收费",
            "A no could not be counted (set aside or waiting); no fee until it is cleared up",
        ),
        "contradicting_door" => word("同一门牌两行说法不一", "Two rows of one door contradict each other"),
        "two_doors" => word("一格写了两户", "Two doors in one cell"),
        _ => return None,
    })
}

/// A fact.
pub const fn fact(kind: FactKind) -> Word {
    match kind {
        FactKind::Area => word("建筑面积（㎡）", "Floor area (m²)"),
        FactKind::Floor => word("楼层", "Floor"),
        FactKind::Usage => word("用途", "Use"),
        FactKind::Occupancy => word("居住情况", "Occupancy"),
        FactKind::Phone => word("电话", "Telephone"),
    }
}

/// How a fact is known.
pub const fn fact_source(source: FactSource) -> Word {
    match source {
        FactSource::Roster => word("花名册", "Roster"),
        FactSource::Resident => word("居民自己说的", "Said at the door"),
        FactSource::Community => word("社区核定", "Community"),
        FactSource::Certificate => word("不动产权证", "Ownership certificate"),
    }
}

/// Where an item comes from.
pub fn origin(source: &str) -> Option<Word> {
    Some(match source {
        "roster" => word("名册导入", "Roster import"),
        "merge" => word("手机记录", "Records of phones"),
        _ => return None,
    })
}

/// What was decided.
pub fn decision(action: &str) -> Word {
    match action {
        "chosen" => word("选定", "Chosen"),
        "entered" => word("另填", "Entered"),
        "door_settled" => word("门牌核定", "Door settled"),
        "asked_again" => word("已请住户重新签字", "Asked for a new signature"),
        "void_proposed" => word("提议作废", "Proposed to void"),
        "void_confirmed" => word("已由第二人确认作废", "Voided: a second person confirmed"),
        "void_refused" => word("不同意作废", "Not voided"),
        "settled_by_itself" => word("后来的记录已说清，自动结束", "Ended by itself: later records made it clear"),
        _ => word("已处理", "Settled"),
    }
}

pub const SIDES: Word = word("各种说法", "What was said");
pub const VALUE: Word = word("内容", "Value");
pub const WHO: Word = word("谁记的", "By whom");
pub const SAW: Word = word("当时看到的", "Seen before");
pub const HOLDS_NOW: Word = word("现在用这个", "Holds for now");
pub const CHOOSE: Word = word("选哪一个", "Choose one");
pub const ANOTHER: Word = word("都不对，另填", "None is right: enter another");
pub const ANOTHER_VALUE: Word = word("正确的内容", "The right value");
pub const WHY: Word = word("依据（另填时必须写）", "Reason (needed for another value)");
pub const DECIDE: Word = word("确定", "Decide");
pub const DECIDED: Word = word("处理经过", "Decisions");
pub const DOOR_HINT: Word = word(
    "把门牌写成登记的样子。已有这一户就并到这一户；没有就新建。两部手机记的都会归到同一户。",
    "Write the door as the register does. If it is there already, everything joins it; else it is made. What both phones recorded ends up at one household.",
);
pub const ROSTER_DOOR_HINT: Word = word(
    "把门牌写清楚再登记；确实没有单元就写“无”。名册里这一户的其他内容会一起登记。已有这一户就归到这一户，不改动登记。不用登记的，点“标为已处理”。",
    "Write the door clearly, 无 where there is no unit, and it is registered with what the roster says of it. If it is there already, nothing is changed. Where there is nothing to register, mark it as settled.",
);
pub const ROSTER_SAID: Word =
    word("名册里这一行（姓名、电话已遮挡）", "The row of the roster (names and telephones masked)");
pub const CELL: Word = word("一格", "Cell");
pub const ROW_AND_COLUMN: Word = word("第 {row} 行 · {column}", "Row {row} · {column}");
pub const OTHER_ROW: Word = word("（见第 {row} 行）", " (see row {row})");
pub const OF_ROSTER: Word = word("名册里", "The roster");
pub const OF_REGISTER: Word = word("登记的", "The register");
pub const CONSENT_HINT: Word = word(
    "社区不能替住户答应。说法不一期间一律不收费。请联系住户重新签字，并记下来；签了“不愿意”马上结束，要算“愿意”须先由两人（社区主任提议、街道确认）作废其中一份。",
    "Nobody can say yes for a household, and there is no fee meanwhile. Ask them to sign anew and note it here: a new no ends this at once; for a yes, two persons have to void one of the two first: the community's director proposes, the street confirms.",
);
pub const NO_OPEN: Word =
    word("没能计入的“不愿意”，请打开看原因", "A no that does not count yet: open it for the reason");
pub const VOID_TITLE: Word = word("作废一份", "Void one side");
pub const VOID_HINT: Word = word(
    "只有冒签、上错门、签字人没有能力这类情况才作废，必须两个人办：社区主任提议，街道确认。作废的原样保留，不再算数；在这以前的月份不补收费。已经被“不愿意”结束的同意不会因此恢复，要请住户重新签字。",
    "Only for fraud, a wrong door or a signer without capacity, and never alone: the community's director proposes, the street confirms. What is voided stays as it is and counts no more; no month before is charged. A yes that a no has ended does not come back: the household is asked to sign anew.",
);
pub const VOID_WHICH: Word = word("作废哪一份", "Which one");
pub const VOID_WHY: Word = word("依据（必须写）", "Reason (needed)");
pub const VOID_PROPOSE: Word = word("提议作废", "Propose to void it");
pub const VOID_UNPROPOSED: Word = word(
    "还没有人提议作废。先由社区主任提议，再由街道确认。",
    "Nobody has proposed to void anything. The community's director proposes first, then the street confirms.",
);
pub const VOID_NOT_YOU: Word = word(
    "这一户的同意书有您经手的，或者是您自己或亲戚的家，不能由您来作废。",
    "You had a hand in what was said here, or it is your own or a relative's home: somebody else has to void it.",
);
pub const VOIDED: Word = word("{what}（已作废）", "{what} (voided)");
/// A no that does not count yet, in one word among the sides.
pub const OPEN_NO: Word = word("没能计入的“不愿意”", "A no that does not count yet");
pub const VOID_WAITS: Word =
    word("已提议作废，等街道的另一个人确认。", "Proposed to void; another person at the street has to confirm.");
pub const VOID_PROPOSED: Word =
    word("{who} 提议作废：{what}。依据：{why}", "{who} proposes to void: {what}. Reason: {why}");
pub const VOID_CONFIRM: Word = word("确认作废", "Confirm and void it");
pub const VOID_REFUSE: Word = word("不同意作废", "Do not void it");
pub const ASKED_AGAIN: Word = word("已请住户重新签字", "I asked for a new signature");
pub const RETRY: Word = word("再试一次", "Try again");
pub const REPAIRED_BY: Word = word("已由这条代替", "Repaired by");
pub const REPAIRS: Word = word("代替这条", "Repairs");
pub const NEXT_TRY: Word = word("下次自动再试", "Next try by itself");
pub const TRIES: Word = word("已试", "Tries");
pub const WITHDRAW_TITLE: Word = word("窗口登记：住户要取消", "At the desk: the household withdraws");
pub const WITHDRAW_HINT: Word = word(
    "住户随时可以取消，不用说理由。登记后马上生效，不会多收一分钱。",
    "They may withdraw at any time and need no reason. It takes effect at once and never costs anything.",
);
pub const WITHDRAW: Word = word("登记取消", "Record the withdrawal");
pub const WHO_SAYS: Word = word("谁来说的", "Who says so");
pub const PAPER_NO: Word = word("书面材料编号（没有就空着）", "Number of the paper (if there is one)");
pub const LAST_CALL: Word = word("最近一次回访", "Last call-back");
