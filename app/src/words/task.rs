//! Words of a task (工单) on a technician's phone.

use super::{Word, word};
use domain::need::Priority;
use domain::task::{TaskAction, TaskStatus};

pub const NOTHING: Word = word("现在没有任务", "No tasks now");
pub const NOTHING_TEXT: Word = word("派给您公司的任务会出现在这里。", "Tasks for your company appear here.");
pub const MINE: Word = word("派给我的", "Mine");
pub const OF_COMPANY: Word = word("公司其他任务", "Others of the company");
pub const FINISHED: Word = word("已交回的", "Handed in");
pub const WHERE: Word = word("地点", "Where");
pub const WHAT: Word = word("情况", "What");
pub const COMPOUND: Word = word("小区", "Compound");
pub const SINCE: Word = word("提出时间", "Since");
pub const ASSIGNEE: Word = word("派给", "Assigned to");
pub const NOBODY: Word = word("还没有派人", "Nobody yet");
pub const REOPENED: Word = word("退回过 {count} 次", "Reopened {count} times");
pub const LAST_NOTE: Word = word("最近一句话", "Last word");
pub const ACCEPT: Word = word("接单", "Accept");
pub const DECLINE: Word = word("不接", "Decline");
pub const DECLINE_WHY: Word = word("为什么不接？（必填）", "Why not? (required)");
pub const START: Word = word("开始办", "Start");
pub const PHOTOS_BEFORE: Word = word("办之前的照片", "Photos before");
pub const PHOTOS_AFTER: Word = word("办好后的照片", "Photos after");
pub const NOTE: Word = word("说明", "Note");
pub const NOTE_HINT: Word = word("没有照片时必须写明。", "Required when there is no photo.");
pub const SUBMIT: Word = word("办好了", "Done");
pub const PROOF_MISSING: Word =
    word("请拍一张办好后的照片，或者写明情况。", "Take a photo after the work, or write what was done.");
pub const REASON_MISSING: Word = word("请写明原因。", "Please say why.");
pub const TOO_LONG: Word = word("太长了，最多 300 字。", "Too long; 300 characters at most.");
pub const WAITING_FOR_SERVER: Word = word("这一步存在手机里，还没有上传", "This step is on this phone, not sent yet");
pub const NOT_ALLOWED: Word =
    word("服务器没有接受这一步，当作留言保存了", "The server did not take this step; it is kept as a comment");
pub const NOT_FOUND: Word = word("这件任务不在手机里", "This task is not on the phone");
pub const NOT_FOUND_TEXT: Word =
    word("可能已改派给别人，或者还没有下载。", "It may be somebody else's now, or not fetched yet.");

/// The word for a status.
pub const fn status(status: TaskStatus) -> Word {
    match status {
        TaskStatus::Created => word("待派", "To be assigned"),
        TaskStatus::Assigned => word("待接", "Waiting for you"),
        TaskStatus::Accepted => word("已接", "Accepted"),
        TaskStatus::Declined => word("退单", "Declined"),
        TaskStatus::Working => word("在办", "Under way"),
        TaskStatus::Submitted => word("办好待查", "Handed in"),
        TaskStatus::Checked => word("已查看", "Checked"),
        TaskStatus::Closed => word("已办结", "Closed"),
        TaskStatus::Returned => word("退回再办", "Returned"),
        TaskStatus::Escalated => word("街道督办", "With the street"),
    }
}

/// The word for a step.
pub const fn action(action: TaskAction) -> Word {
    match action {
        TaskAction::Assign => word("派单", "Assign"),
        TaskAction::Accept => ACCEPT,
        TaskAction::Decline => DECLINE,
        TaskAction::Start => START,
        TaskAction::Submit => SUBMIT,
        TaskAction::Check => word("查看", "Check"),
        TaskAction::Confirm => word("确认办好", "Confirm"),
        TaskAction::Reopen => word("没有办好", "Reopen"),
        TaskAction::Return => word("退回", "Return"),
        TaskAction::Escalate => word("交街道", "Escalate"),
        TaskAction::Comment => word("留言", "Comment"),
    }
}

/// The word for a priority.
pub const fn priority(priority: Priority) -> Word {
    match priority {
        Priority::P0 => word("危险，马上", "Danger, now"),
        Priority::P1 => word("急", "Urgent"),
        Priority::P2 => word("普通", "Ordinary"),
        Priority::P3 => word("要协调", "To coordinate"),
        Priority::P4 => word("不急", "Not urgent"),
    }
}
