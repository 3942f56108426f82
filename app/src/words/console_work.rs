//! Words for the work of the office: urgency, parties, steps of tasks and requests, roles, kinds of records.
#![cfg(feature = "pages")]

use super::{Word, word};
use domain::need::{Party, Priority};
use domain::org::Role;
use domain::rating::Verification;
use domain::request::RequestStatus;
use domain::sync::record::RecordKind;
use domain::task::{TaskAction, TaskStatus};

/// Urgency.
pub const fn priority(priority: Priority) -> Word {
    match priority {
        Priority::P0 => word("P0 危险", "P0 danger"),
        Priority::P1 => word("P1 紧急", "P1 urgent"),
        Priority::P2 => word("P2 普通", "P2 ordinary"),
        Priority::P3 => word("P3 要协调", "P3 coordination"),
        Priority::P4 => word("P4 复杂", "P4 complex"),
    }
}

/// Who acts first.
pub const fn party(party: Party) -> Word {
    match party {
        Party::Company => word("物业公司", "Company"),
        Party::Community => word("社区", "Community"),
        Party::Street => word("街道", "Street"),
        Party::Utility => word("水电气暖单位", "Utility"),
        Party::OwnersBody => word("业委会或物管会", "Owners' body"),
        Party::Hurd => word("住建", "Housing"),
        Party::Samr => word("市场监管", "Market regulation"),
        Party::Just => word("司法", "Justice"),
        Party::Psb => word("公安", "Police"),
        Party::Eco => word("环保", "Environment"),
        Party::Fire => word("消防", "Fire"),
        Party::City => word("市容", "City management"),
        Party::Pmc => word("物管中心", "District centre"),
        Party::Civil => word("民政", "Civil affairs"),
        Party::Fund => word("维修资金部门", "Fund office"),
        Party::PartyBranch => word("党支部", "Party branch"),
    }
}

/// State of a task.
pub const fn task_status(status: TaskStatus) -> Word {
    match status {
        TaskStatus::Created => word("待派单", "To be assigned"),
        TaskStatus::Assigned => word("已派单", "Assigned"),
        TaskStatus::Accepted => word("已接单", "Accepted"),
        TaskStatus::Declined => word("退单", "Declined"),
        TaskStatus::Working => word("在做", "Working"),
        TaskStatus::Submitted => word("说做完了", "Said to be done"),
        TaskStatus::Checked => word("已查看", "Checked"),
        TaskStatus::Closed => word("已办结", "Closed"),
        TaskStatus::Returned => word("返工", "Returned"),
        TaskStatus::Escalated => word("交街道", "With the street"),
    }
}

/// A step of a task.
pub const fn task_action(action: TaskAction) -> Word {
    match action {
        TaskAction::Assign => word("派单", "Assign"),
        TaskAction::Accept => word("接单", "Accept"),
        TaskAction::Decline => word("退单", "Decline"),
        TaskAction::Start => word("开始做", "Start"),
        TaskAction::Submit => word("报完工", "Report done"),
        TaskAction::Check => word("查看", "Check"),
        TaskAction::Confirm => word("确认办好", "Confirm"),
        TaskAction::Reopen => word("没办好，重开", "Reopen"),
        TaskAction::Return => word("退回返工", "Return"),
        TaskAction::Escalate => word("交街道", "Escalate"),
        TaskAction::Comment => word("留言", "Comment"),
    }
}

/// State of a request, as staff read it.
pub const fn request_status(status: RequestStatus) -> Word {
    match status {
        RequestStatus::Submitted => word("待分办", "To be triaged"),
        RequestStatus::Triaged => word("已看过", "Triaged"),
        RequestStatus::Assigned => word("已派", "Assigned"),
        RequestStatus::Accepted => word("已接", "Accepted"),
        RequestStatus::InProgress => word("在办", "In progress"),
        RequestStatus::Waiting => word("在等", "Waiting"),
        RequestStatus::DonePendingConfirm => word("待居民确认", "Done, to be confirmed"),
        RequestStatus::Confirmed => word("居民已确认", "Confirmed"),
        RequestStatus::AutoClosed => word("未回访确认", "Closed without confirmation"),
        RequestStatus::Reopened => word("重开", "Reopened"),
        RequestStatus::Escalated => word("交街道", "With the street"),
        RequestStatus::Rejected => word("不受理", "Rejected"),
        RequestStatus::Merged => word("已合并", "Merged"),
        RequestStatus::ConvertedToComplaint => word("转投诉", "Complaint"),
        RequestStatus::Emergency => word("紧急", "Emergency"),
    }
}

/// A role.
pub const fn role(role: Role) -> Word {
    match role {
        Role::GridWorker => word("网格员", "Grid worker"),
        Role::CommunityClerk => word("社区工作人员", "Community clerk"),
        #[cfg(not(target_family = "wasm"))]
        Role::CommunityDirector => word("社区主任", "Community director"),
        #[cfg(not(target_family = "wasm"))]
        Role::StreetClerk => word("街道工作人员", "Street clerk"),
        Role::CompanyManager => word("物业公司负责人", "Company manager"),
        Role::CompanyStaff => word("物业公司员工", "Company staff"),
        Role::CenterStaff => word("区物管中心", "District centre"),
        Role::SysAdmin => word("系统管理员", "System administrator"),
    }
}

/// What a record is.
pub const fn record_kind(kind: RecordKind) -> Word {
    match kind {
        RecordKind::Visit => word("走访", "Visit"),
        RecordKind::SurveyResponse => word("答卷", "Survey response"),
        RecordKind::Need => word("需求", "Need"),
        RecordKind::ConsentEvent => word("同意书", "Consent"),
        RecordKind::TaskEvent => word("工单步骤", "Task step"),
        RecordKind::HouseholdFacts => word("住户信息", "Household facts"),
        RecordKind::NewHousehold => word("新门牌", "New door"),
    }
}

/// How a rating was verified.
pub const fn verification(verification: Verification) -> Word {
    match verification {
        Verification::HouseholdCode => word("户码", "Household code"),
        Verification::Otp => word("短信", "Text message"),
        Verification::Assisted => word("代填", "Assisted"),
        Verification::None => word("未核验", "Not verified"),
    }
}
