//! How a request stands, as residents read it (model 2.6).

use super::{Word, word};
use domain::request::RequestStatus;

/// The word for a status. `auto_closed` never reads as if the resident had been satisfied.
pub const fn status(status: RequestStatus) -> Word {
    match status {
        RequestStatus::Submitted => word("已收到，等社区看", "Received, the community will look"),
        RequestStatus::Triaged => word("社区看过了，等派人", "Seen, to be assigned"),
        RequestStatus::Assigned => word("已派人，等接单", "Assigned"),
        RequestStatus::Accepted => word("已接单", "Accepted"),
        RequestStatus::InProgress => word("在办", "Under way"),
        RequestStatus::Waiting => word("在等，暂时停一下", "Waiting"),
        RequestStatus::DonePendingConfirm => word("说办好了，等您确认", "Said to be done; your word is awaited"),
        RequestStatus::Confirmed => word("您确认办好了", "You confirmed it is solved"),
        RequestStatus::AutoClosed => word("已关闭，未回访确认", "Closed without your confirmation"),
        RequestStatus::Reopened => word("您说没办好，接着办", "Reopened, going on"),
        RequestStatus::Escalated => word("已交街道督办", "The street has taken over"),
        RequestStatus::Rejected => word("没有受理", "Not taken up"),
        RequestStatus::Merged => {
            word("和别人提的同一件事一起办", "Dealt with together with the same request of others")
        }
        RequestStatus::ConvertedToComplaint => word("转为投诉办理", "Handled as a complaint"),
        RequestStatus::Emergency => word("按紧急处理", "Handled as an emergency"),
    }
}
