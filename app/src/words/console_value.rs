//! Words for the values that the console's lists show: outcomes, states, roles, kinds.

use super::{Word, word};
use domain::consent::{ConsentAction, ConsentKind, ConsentMethod, FeeConsentState, Relation};
use domain::need::{Party, Priority};
use domain::org::Role;
use domain::place::{ManagementMode, Occupancy, Usage, ZeroClearingState};
use domain::rating::Verification;
use domain::request::RequestStatus;
use domain::sync::record::RecordKind;
use domain::task::{TaskAction, TaskStatus};
use domain::visit::{DoorState, VisitChannel, VisitOutcome};

/// What came of a visit.
pub const fn outcome(outcome: VisitOutcome) -> Word {
    match outcome {
        VisitOutcome::Completed => word("已完成", "Completed"),
        VisitOutcome::Partial => word("做了一部分", "Partly done"),
        VisitOutcome::NoAnswer => word("没人应门", "Nobody answered"),
        VisitOutcome::NoEntry => word("进不去", "No way in"),
        VisitOutcome::RefusedNow => word("现在不方便", "Not now"),
        VisitOutcome::RefusedFinal => word("明确不愿意", "Refused"),
        VisitOutcome::Vacant => word("空房", "Vacant"),
        VisitOutcome::WrongDoor => word("门牌不对", "Wrong door"),
        VisitOutcome::NotDecisionMaker => word("不是做主的人", "Not the one who decides"),
        VisitOutcome::LanguageOrHearing => word("语言或听力不便", "Language or hearing"),
        VisitOutcome::Unsafe => word("不安全", "Unsafe"),
        VisitOutcome::Demolished => word("已拆除", "Demolished"),
    }
}

/// How people met.
pub const fn channel(channel: VisitChannel) -> Word {
    match channel {
        VisitChannel::Door => word("上门", "At the door"),
        VisitChannel::Phone => word("电话", "Phone"),
        VisitChannel::CommunityDesk => word("社区窗口", "Community desk"),
        VisitChannel::SelfLink => word("自己填", "Own link"),
    }
}

/// State of a door.
pub const fn door(state: DoorState) -> Word {
    match state {
        DoorState::NotVisited => word("未走访", "Not visited"),
        DoorState::NobodyHome => word("没人在家", "Nobody home"),
        DoorState::Retry => word("改天再来", "Come again"),
        DoorState::Refused => word("不愿意", "Refused"),
        DoorState::Answered => word("已答", "Answered"),
        DoorState::Consented => word("已签字", "Signed"),
        DoorState::Closed => word("不用走", "Closed"),
    }
}

/// State of the fee consent.
pub const fn fee_consent(state: FeeConsentState) -> Word {
    match state {
        FeeConsentState::None => word("没有签", "None"),
        FeeConsentState::PendingConfirmation => word("等回访确认", "Waiting for the call-back"),
        FeeConsentState::CoolingOff => word("反悔期内", "Cooling off"),
        FeeConsentState::Armed => word("到期起收", "Agreed, not yet due"),
        FeeConsentState::Active => word("在交费", "Active"),
        FeeConsentState::Withdrawn => word("已取消", "Withdrawn"),
        FeeConsentState::Lapsed => word("没确认，已失效", "Lapsed without confirmation"),
        FeeConsentState::Ended => word("已终止", "Ended"),
        FeeConsentState::Refused => word("不愿意", "Refused"),
        FeeConsentState::InReview => word("说法不一，待核", "Contradicting, under review"),
    }
}

/// What a consent is about.
pub const fn consent_kind(kind: ConsentKind) -> Word {
    match kind {
        ConsentKind::NoticeProcessing => word("信息处理告知", "Notice on personal data"),
        ConsentKind::SensitiveSeparate => word("敏感信息单独同意", "Separate consent, sensitive data"),
        ConsentKind::ShareWithCompany => word("交给物业公司", "Share with the company"),
        ConsentKind::TrialAck => word("知道免费到哪天", "Knows the free months"),
        ConsentKind::FeePaid => word("先试后买交费同意", "Fee consent"),
        ConsentKind::Photo => word("拍照", "Photo"),
        ConsentKind::Audio => word("录音", "Audio"),
        ConsentKind::RatingContact => word("回访评价", "Contact about rating"),
    }
}

/// What was said.
pub const fn consent_action(action: ConsentAction) -> Word {
    match action {
        ConsentAction::Given => word("愿意", "Given"),
        ConsentAction::Refused => word("不愿意", "Refused"),
        ConsentAction::Withdrawn => word("取消", "Withdrawn"),
        ConsentAction::Corrected => word("更正", "Corrected"),
        ConsentAction::Expired => word("到期", "Expired"),
        ConsentAction::Voided => word("作废", "Voided"),
    }
}

/// Evidence level of a consent.
pub const fn method(method: ConsentMethod) -> Word {
    match method {
        ConsentMethod::E0 => word("E0 口头，有见证", "E0 spoken, with a witness"),
        ConsentMethod::E1 => word("E1 在网格员手机上手写签名", "E1 finger signature on the worker's phone"),
        ConsentMethod::E2 => word("E2 居民自己的手机", "E2 the resident's own phone"),
        ConsentMethod::E3 => word("E3 数字证书", "E3 certificate"),
        ConsentMethod::Ep => word("EP 纸质原件", "EP paper original"),
    }
}

/// The signer and the home.
pub const fn relation(relation: Relation) -> Word {
    match relation {
        Relation::Owner => word("房主", "Owner"),
        Relation::CoOwner => word("共有人", "Co-owner"),
        Relation::OwnerFamily => word("房主家人", "Owner's family"),
        Relation::Tenant => word("租户", "Tenant"),
        Relation::Agent => word("受房主委托", "Agent"),
        Relation::Other => word("其他", "Other"),
    }
}

/// Urgency.
pub const fn priority(priority: Priority) -> Word {
    match priority {
        Priority::P0 => word("P0 危险", "P0 danger"),
        Priority::P1 => word("P1 紧急", "P1 urgent"),
        Priority::P2 => word("P2 一般", "P2 ordinary"),
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

/// How far zero-clearing has come.
pub const fn stage(stage: ZeroClearingState) -> Word {
    match stage {
        ZeroClearingState::Identified => word("已摸排", "Identified"),
        ZeroClearingState::Allotted => word("已分配", "Allotted"),
        ZeroClearingState::Entered => word("已入驻", "Entered"),
        ZeroClearingState::TrialRunning => word("免费试用", "Trial running"),
        ZeroClearingState::FeePhase => word("收费运行", "Fee phase"),
        ZeroClearingState::Stable => word("稳定运行", "Stable"),
        ZeroClearingState::Relapsed => word("回潮", "Relapsed"),
    }
}

/// How a compound is managed.
pub const fn management(mode: ManagementMode) -> Word {
    match mode {
        ManagementMode::Professional => word("专业物业", "Professional"),
        ManagementMode::SelfManaged => word("自管", "Self-managed"),
        ManagementMode::Unmanaged => word("无人管理", "Unmanaged"),
    }
}

/// What the rooms are used for.
pub const fn usage(usage: Usage) -> Word {
    match usage {
        Usage::Residence => word("住宅", "Residence"),
        Usage::Business => word("经营", "Business"),
        Usage::Vacant => word("空置", "Vacant"),
        Usage::Other => word("其他", "Other"),
    }
}

/// Who lives there.
pub const fn occupancy(occupancy: Occupancy) -> Word {
    match occupancy {
        Occupancy::Owner => word("房主住", "Owner"),
        Occupancy::Tenant => word("租户住", "Tenant"),
        Occupancy::Relative => word("亲友住", "Relative"),
        Occupancy::Mixed => word("合住", "Mixed"),
        Occupancy::Vacant => word("没人住", "Vacant"),
        Occupancy::Unknown => word("不清楚", "Unknown"),
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

/// A role.
pub const fn role(role: Role) -> Word {
    match role {
        Role::GridWorker => word("网格员", "Grid worker"),
        Role::CommunityClerk => word("社区工作人员", "Community clerk"),
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
    }
}

/// Values that are plain text in the database: states of needs, records, reviews, trials and responses.
pub fn state(name: &str) -> Option<Word> {
    Some(match name {
        "open" => word("待办", "Open"),
        "recorded" => word("已记录", "Recorded"),
        "accepted" => word("已受理", "Accepted"),
        "planned" => word("已安排", "Planned"),
        "done" => word("已办", "Done"),
        "confirmed" => word("已确认", "Confirmed"),
        "reopened" => word("重开", "Reopened"),
        "rejected" => word("不受理", "Rejected"),
        "merged" => word("已合并", "Merged"),
        "forwarded" => word("转投诉", "Forwarded"),
        "settled" => word("已处理", "Settled"),
        "held" => word("等一等：它说的东西还没到", "Held: what it refers to is not here yet"),
        "set_aside" => word("放在一边：要人看一下", "Set aside: somebody has to look"),
        "running" => word("进行中", "Running"),
        "suspended" => word("暂停", "Suspended"),
        "ended" => word("已结束", "Ended"),
        "aborted" => word("中止", "Aborted"),
        "submitted" => word("已提交", "Submitted"),
        "returned" => word("退回", "Returned"),
        "superseded" => word("已被更正", "Superseded"),
        _ => return None,
    })
}

/// The word for a wire name: through its type, else as it is.
pub fn of_name<T>(read: fn(&str) -> Option<T>, say: fn(T) -> Word, name: &str, language: domain::language::Language) -> String {
    read(name).map_or_else(|| name.to_owned(), |value| say(value).text(language).to_owned())
}

/// The word for a plain state, else its name.
pub fn state_text(name: &str, language: domain::language::Language) -> String {
    state(name).map_or_else(|| name.to_owned(), |word| word.text(language).to_owned())
}
