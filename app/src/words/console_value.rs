//! Words for the values that the console's lists show: outcomes, states, roles, kinds.
#![cfg(feature = "pages")]

use super::{Word, word};
use domain::consent::{ConsentAction, ConsentKind, ConsentMethod, FeeConsentState, Relation};
use domain::language::Language;
use domain::place::{ManagementMode, Occupancy, Usage, ZeroClearingState};
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
        "repaired" => word("已由更正的记录代替", "Repaired by another record"),
        "clash" => word("编号撞车：内容不同", "Same id, other content"),
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
pub fn of_name<T>(read: fn(&str) -> Option<T>, say: fn(T) -> Word, name: &str, language: Language) -> String {
    read(name).map_or_else(|| name.to_owned(), |value| say(value).text(language).to_owned())
}

/// The word for a plain state, else its name.
pub fn state_text(name: &str, language: Language) -> String {
    state(name).map_or_else(|| name.to_owned(), |word| word.text(language).to_owned())
}
