//! Words of the supervisor's list of phones and of the reliability page.
#![cfg(feature = "pages")]

use super::{Word, word};
use domain::sync::device::DeviceFlag;

pub const DEVICES: Word = word("手机在外记录", "Phones");
pub const RELIABILITY: Word = word("同步可靠性", "Reliability");

// Phones.
pub const DEVICE: Word = word("手机", "Phone");
pub const CONTACT: Word = word("最后联系", "Last contact");
pub const OUT_THERE: Word = word("还没传上来", "Still out there");
pub const OUT_SINCE: Word = word("最早一条", "Since");
pub const HIGHEST: Word = word("手机上最大号", "Highest number");
pub const MISSING: Word = word("服务器缺的号", "Numbers missing here");
pub const SKEW: Word = word("手机时钟", "Clock");
pub const BAD_SIGNATURES: Word = word("签名不符", "Bad signatures");
pub const ATTENTION: Word = word("要不要管", "Attention");
pub const ALL_WELL: Word = word("正常", "All is well");
pub const ANY_FLAG: Word = word("要看的", "Needs a look");
pub const AND_MORE: Word = word("等 {n} 段", "and {n} more ranges");
pub const SLOW_BY: Word = word("慢 {time}", "{time} slow");
pub const FAST_BY: Word = word("快 {time}", "{time} fast");
pub const RIGHT: Word = word("准", "right");
pub const DEVICES_NOTE: Word = word(
    "手机每次联系都报自己的最大号和没传的条数。记录到了而照片、签名没传全的，也算没传。没传的超过 {old} 小时、有没传的又失联超过 {silent} 小时、两边都没有的号、时钟差超过 {skew} 分钟，都列在前面。",
    "At each contact a phone announces its highest number and what it has not sent; a record without all of its photos counts as not sent. On top: unsent for more than {old} h, silent for more than {silent} h with unsent records, numbers that nobody has, a clock off by more than {skew} min.",
);
pub const WIPE: Word = word("远程清除", "Remote wipe");
pub const WIPE_ASK: Word = word("清除…", "Wipe…");
pub const WIPE_WHAT: Word = word(
    "{name}用过的这部手机（最后联系 {when}，还有 {count} 条没传）下次联系时先把没传的都传上来，然后删去下载的住户、已核实的记录、登录和全部钥匙，并退出登录。传不上来的记录、没填完的表和别人在这部手机上做的，都封着留下，谁也读不到，本人登录后接着用。",
    "At its next contact this phone, last used by {name} (last contact {when}, {count} records not sent), first sends what it has, then lets go of the downloaded doors, the records proven to be on the server, the logins and all keys, and logs out. Records that could not be sent, unfinished forms and what others made on it stay, closed: nobody reads them until their worker logs in.",
);
pub const WIPE_ORDERED: Word = word("{when} 已下令，等手机联系", "ordered {when}; waits for the phone");
pub const WIPED: Word = word("{when} 已清除；封着未传 {unsent} 条", "wiped {when}; {unsent} unsent stay on it, closed");
pub const WIPED_UNSIGNED: Word = word(
    "{said}（没有签名，不能证明是这部手机说的，请向本人核实）",
    "{said} (not signed: nothing proves that this phone said it, ask its worker)",
);
pub const DEVICES_WAIT: Word = word("手机要看一下", "Phones to look at");

/// What a supervisor has to look at.
pub const fn flag(flag: DeviceFlag) -> Word {
    match flag {
        DeviceFlag::OldUnsent => word("有超时未传", "unsent for too long"),
        DeviceFlag::Silent => word("失联且有未传", "silent with unsent records"),
        DeviceFlag::Gap => word("缺号", "numbers missing"),
        DeviceFlag::ClockOff => word("时钟不准", "clock is off"),
    }
}

// What came twice.
pub const CLASHES: Word = word("重复的记录", "Records that came twice");
pub const CLASHES_NOTE: Word = word(
    "三种情况，都不会丢，也不会混。同一个编号、内容不同：先到的算，后到的原样放在一边。同一部手机的同一个号下有两条记录：两条都在，多半是手机数据被复制到了另一台手机。同一个人几分钟内写了两遍一样的：两条都在，由社区决定。请和本人核对。",
    "Three cases; nothing is lost or mixed. Other content under one id: the first counts, the second is kept beside it word for word. Two records under one number of a phone: both are here; most likely the phone's data was copied to another phone. The same words by the same person within minutes: both are here, and a clerk decides. Ask the person.",
);
pub const SAME: Word = word("什么重复", "What came twice");
pub const SAME_ID: Word = word("编号", "Id");
pub const SAME_NUMBER: Word = word("手机上的号", "Number on the phone");
pub const SAME_WORDS: Word = word("内容", "Words");
pub const SENDER: Word = word("谁的登录送来的", "Brought by");
pub const KEPT_AT: Word = word("先到的时间", "First one received");
pub const KEPT_HASH: Word = word("先到的指纹", "Hash of the first");
pub const BESIDE_HASH: Word = word("后到的指纹", "Hash of the one after it");
pub const NO_RECORD: Word = word("读不出，没有成为记录", "unreadable, never became a record");

// Reliability.
pub const WEEK: Word = word("周（周一）", "Week from");
pub const MADE: Word = word("做了", "Made");
pub const ARRIVED: Word = word("收到", "Received");
pub const LOST: Word = word("丢失", "Lost");
pub const DOUBLED: Word = word("重复", "Doubled");
pub const HALF: Word = word("一半在多久内到", "p50 to server");
pub const MOST: Word = word("95% 在多久内到", "p95 to server");
pub const ALL_WEEKS: Word = word("这些周合计", "These weeks");
pub const RELIABILITY_NOTE: Word = word(
    "来自真实同步：手机报的最大号减去收到的，就是没到的；照片、签名没传全的也算没到，用时算到最后一张。还在路上 {way} 条；{days} 天后仍没人报没传的，算丢失。重复的都列得出来：编号重复、手机上的号重复、几分钟内内容重复。",
    "From real telemetry: what phones announced less what arrived; a record arrives with the last of its photos and signatures. On the way: {way}. Numbers that no phone announces as unsent count as lost after {days} days. Doubled are those with an id, a number of their phone, or words within minutes that another has; all are listed.",
);

// Spans of time.
pub const SECONDS: Word = word("{n} 秒", "{n} s");
pub const MINUTES: Word = word("{n} 分", "{n} min");
pub const HOURS: Word = word("{n} 小时", "{n} h");
pub const DAYS: Word = word("{n} 天", "{n} d");
