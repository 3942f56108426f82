//! Words of the outbox: where a record is, what waits, why something stopped.

use super::{Word, word};

pub const OUTBOX: Word = word("上传", "Outbox");
pub const ON_THIS_PHONE_ONLY: Word = word("仅在本机", "On this phone only");
pub const COPY_ON_SERVER: Word = word("服务器有副本", "Copy on server");
pub const VERIFIED_ON_SERVER: Word = word("服务器已核实", "Verified on server");
pub const SET_ASIDE: Word = word("暂存待处理", "Set aside");
pub const PHOTOS_MISSING: Word = word("还差 {count} 张照片或签名", "{count} photos or signatures still missing");
pub const OFFERED: Word =
    word("服务器 {count} 次没有收下，会再试", "The server did not take it {count} times; it will be tried again");
pub const SERVER_SAID: Word = word("服务器说：{why}", "The server said: {why}");

pub const BADGE_CLEAR: Word = word("已上传", "Sent");
pub const BADGE_WAITING: Word = word("未上传 {count}\u{a0}条", "{count} to send");
pub const BADGE_BUSY: Word = word("上传中", "Sending");
pub const BADGE_FETCHING: Word = word("下载中", "Fetching");
pub const BADGE_NOT_FETCHED: Word = word("还没下载", "Not fetched yet");
pub const BADGE_OFFLINE: Word = word("离线", "Offline");
pub const BADGE_OFFLINE_WAITING: Word = word("离线 · {count}\u{a0}条", "Offline · {count}");
pub const BADGE_LOGIN: Word = word("请重新登录", "Log in again");
pub const BADGE_ASIDE: Word = word("{count}\u{a0}条待处理", "{count} set aside");
pub const BADGE_UPDATE: Word = word("请更新", "Update");

pub const SYNC_NOW: Word = word("现在同步", "Sync now");
pub const LOG_IN_TO_SEND: Word = word(
    "登录过期了。记录都在手机里，一条不少；重新登录后接着上传。",
    "Your login has expired. Every record is safe on this phone; log in again to send them.",
);
pub const LOG_IN_AGAIN: Word = word("重新登录", "Log in again");
pub const STATE_OFFLINE: Word =
    word("现在没有网络。可以继续走访，有网络时自动上传。", "No network now. Go on working; sending starts by itself.");
pub const STATE_UNREACHABLE: Word =
    word("连不上服务器，会自动再试。", "The server cannot be reached; it will be tried again by itself.");
pub const STATE_UPDATE: Word = word(
    "应用太旧，服务器听不懂了。请关掉应用再打开一次。记录都在手机里。",
    "This app is too old for the server. Close it and open it again. The records are safe on this phone.",
);
pub const STATE_REFUSED: Word = word(
    "服务器这次没有收下（{code}），会自动再试。",
    "The server did not take it this time ({code}); it will be tried again.",
);
pub const STATE_STORAGE: Word = word("手机存储出错：{why}", "The phone's storage failed: {why}");
pub const STATE_FULL: Word = word(
    "手机存储满了。请删掉别的东西腾出空间；不要清除浏览器数据。",
    "The phone is full. Free some space elsewhere; do not clear the browser's data.",
);
pub const LAST_TIME: Word = word("上次同步：{when}", "Last synced: {when}");
pub const NEVER_YET: Word = word("还没有同步过", "Not synced yet");
pub const NOTHING_MADE: Word = word("还没有记录", "No records yet");
pub const NOTHING_MADE_TEXT: Word = word("走访一户之后，记录会出现在这里。", "After a visit its records stand here.");
pub const SPACE_FREE: Word = word("剩余空间", "Free space");
pub const SPACE_USED: Word = word("本应用占用", "Used by this app");
pub const PERSISTED: Word = word("长期保存", "Kept for good");
pub const PERSISTED_YES: Word = word("浏览器答应不清除", "The browser promised not to clear it");
pub const PERSISTED_NO: Word =
    word("浏览器没有答应：空间紧张时可能清除，请常同步", "The browser did not promise: sync often");
pub const UNKNOWN: Word = word("不知道", "Unknown");

pub const SECOND_YES: Word = word("第二份：有", "Second copy: yes");
pub const SECOND_NO: Word = word("第二份：还没有", "Second copy: not yet");
pub const EXPORT: Word = word("导出救援文件", "Export a rescue file");
pub const EXPORT_WHY: Word = word(
    "里面是未上传的记录和照片，只有服务器打得开。手机坏了、登不上时导出来，交给社区，在办公页面“救援文件”里交进去。",
    "It holds what is not sent, and only the server can open it. If this phone fails or the login does not work, export it and hand it to the community, who bring it in on the office page “Rescue file”.",
);
pub const EXPORT_FAILED: Word = word("没有导出。可以再试一次。", "It was not exported. You can try again.");
pub const GONE_TITLE: Word = word("这部手机上的数据被清除过", "This phone's data was cleared");
pub const GONE_FOUND: Word = word(
    "找回了 {count} 条没有上传的记录。登录以后自动上传，不用重做。",
    "{count} records that were not sent were found again. They go out after login; nothing has to be done again.",
);
pub const GONE_LOST: Word = word(
    "编号 {numbers} 的记录可能丢了。请想一想是哪几户，必要时重新登记。",
    "The records with the numbers {numbers} may be lost. Please think which doors they were, and record them again if need be.",
);
pub const GONE_NOTHING: Word = word("没有发现丢失的记录。", "No record was found to be lost.");
pub const GONE_DRAFTS: Word = word(
    "没填完的表和下载的住户资料不在了；住户资料登录后会再下载。",
    "Forms that were half filled in and the downloaded doors are gone; the doors come back after login.",
);
pub const READ_IT: Word = word("知道了", "I know");

pub const REPAIR: Word = word("改正记录", "Put a record right");
pub const REPAIR_THIS: Word = word("看看怎么改", "See what can be done");
pub const REPAIR_WHY: Word = word(
    "改好后作为新的一条上传；原来那条一字不动地留着，两条里只算一条。",
    "The corrected record goes out as a new one; the first stays word for word, and only one of the two counts.",
);
pub const SEND_REPAIRED: Word = word("用改好的上传", "Send the corrected one");
pub const SEND_AGAIN: Word = word("照原样再送一次", "Send it once more as it is");
pub const SEND_AGAIN_WHY: Word = word(
    "这里没有要您改的内容。社区或管理员处理好以后，可以照原样再送一次；两条里只算一条。",
    "There is nothing for you to change. When the community or the administrator has seen to it, send it once more; only one of the two counts.",
);
pub const CONSENT_AGAIN: Word = word(
    "同意书不能改。原因处理好了可以照原样再送；内容不对，请上门重新签。",
    "A consent is never changed. If the cause is gone, send it once more as it is; if it is wrong, ask at the door again.",
);
pub const REPAIR_MADE: Word = word("已经改正，新的一条在等待上传。", "Corrected; the new record waits to be sent.");
pub const NOTHING_TO_REPAIR: Word = word("这条记录不用改。", "Nothing to put right here.");
pub const NOT_HERE: Word = word("这部手机上没有这条记录", "This record is not on this phone");
pub const REPAIRED: Word = word("已由改正的一条代替", "Another one stands in its place");
pub const FIELD_TEXT: Word = word("内容", "Text");
pub const FIELD_PLACE: Word = word("在哪里", "Where");

pub const KIND_VISIT: Word = word("走访", "Visit");
pub const KIND_SURVEY: Word = word("答卷", "Answers");
pub const KIND_NEED: Word = word("需求", "Need");
pub const KIND_CONSENT: Word = word("同意书", "Consent");
pub const KIND_TASK: Word = word("任务步骤", "Task step");
pub const KIND_FACTS: Word = word("住户信息", "Household facts");
pub const KIND_NEW_HOUSEHOLD: Word = word("新门牌", "New door");

/// Why the server set a record aside, in the words of who made it; none for codes that a form's own words explain.
pub fn reason(code: &str) -> Option<Word> {
    Some(match code {
        "out_of_scope" => word(
            "这一户已不在您负责的网格里，社区会来处理",
            "This door is no longer in your grids; the community will see to it",
        ),
        "other_author" => word("记录人和登录的账号不一样", "It was made by another account than the one logged in"),
        "other_device" => word("来自另一部手机", "From another phone"),
        "unreadable" => word("记录读不懂，请告诉管理员", "The record cannot be read; please tell the administrator"),
        "not_placed" => word("它提到的东西还没有到", "What it refers to has not arrived yet"),
        "id_taken" => word("服务器上已有一条编号相同、内容不同的记录", "Another record with this id is on the server"),
        "server_could_not_use_it" => {
            word("服务器出了错，管理员会来处理", "The server failed on it; the administrator will see to it")
        }
        "door_in_review" => {
            word("门牌要由社区核对，核对前都留着", "The community has to check the door; everything is kept until then")
        }
        "questionnaire_unknown" => {
            word("服务器不认识这份问卷的版本", "The server does not know this questionnaire's version")
        }
        "repaired" | "repaired_already" => REPAIRED,
        "illegal_transition" => word("任务已经到了别的状态", "The task had moved on already"),
        "not_your_transition" => word("这一步不该由您来做", "This step is not yours to make"),
        "photo_too_large" | "photo_too_heavy" => word("照片太大", "The photo is too large"),
        "not_a_jpeg" => word("有一张照片打不开", "A photo cannot be opened"),
        _ => return None,
    })
}
