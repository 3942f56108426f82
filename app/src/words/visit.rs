//! Words of a visit: outcomes, slots, the last screen, saving.

use super::{Word, word};
use domain::consent::FeeConsentState;
use domain::place::{Occupancy, Usage};
use domain::visit::{Band, VisitOutcome};

/// What came of a visit.
pub const fn outcome(outcome: VisitOutcome) -> Word {
    match outcome {
        VisitOutcome::Completed => word("谈完了", "Completed"),
        VisitOutcome::Partial => word("谈了一部分", "Partly done"),
        VisitOutcome::NoAnswer => word("没人在家", "Nobody home"),
        VisitOutcome::NoEntry => word("进不了楼门", "Could not get in"),
        VisitOutcome::RefusedNow => word("现在不方便", "Not now"),
        VisitOutcome::RefusedFinal => word("明确不愿意", "Refused"),
        VisitOutcome::Vacant => word("空房", "Vacant"),
        VisitOutcome::WrongDoor => word("登记有误", "Roster is wrong"),
        VisitOutcome::NotDecisionMaker => word("家里大人不在", "No decision maker"),
        VisitOutcome::LanguageOrHearing => word("听不懂或听不清", "Language or hearing"),
        VisitOutcome::Unsafe => word("不安全", "Unsafe"),
        VisitOutcome::Demolished => word("已拆除", "Demolished"),
    }
}

/// What each outcome covers, where the word alone is not plain.
pub const fn outcome_hint(outcome: VisitOutcome) -> Option<Word> {
    Some(match outcome {
        VisitOutcome::NotDecisionMaker => word("只有孩子、护工、客人", "Only a child, a carer, a guest"),
        VisitOutcome::Unsafe => word("有狗、有冲突", "A dog, a quarrel"),
        VisitOutcome::WrongDoor => word("门牌、户数、姓名不对", "Door, count or name is wrong"),
        VisitOutcome::RefusedFinal => word("以后不再上门问", "We do not ask again"),
        VisitOutcome::RefusedNow => word("两周后再来", "Come again in two weeks"),
        _ => return None,
    })
}

/// A part of the week.
pub const fn band(band: Band) -> Word {
    match band {
        Band::WeekdayDay => word("工作日白天", "weekday, daytime"),
        Band::WeekdayEvening => word("工作日晚上", "weekday, evening"),
        Band::Weekend => word("周末", "weekend"),
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
        Occupancy::Owner => word("房主自住", "The owner"),
        Occupancy::Tenant => word("租户", "Tenant"),
        Occupancy::Relative => word("亲友", "Relatives"),
        Occupancy::Mixed => word("混住", "Mixed"),
        Occupancy::Vacant => word("没人住", "Nobody"),
        Occupancy::Unknown => word("不清楚", "Unknown"),
    }
}

/// Where the fee consent stands.
pub const fn fee_state(state: FeeConsentState) -> Word {
    match state {
        FeeConsentState::None => word("没有签（不收费）", "Not signed (no fee)"),
        FeeConsentState::PendingConfirmation => word("已签，等回访确认", "Signed, to be confirmed"),
        FeeConsentState::CoolingOff => word("已确认，7 天内可取消", "Confirmed, may be cancelled"),
        FeeConsentState::Armed => word("已确认，免费期后开始", "Confirmed, starts after the free months"),
        FeeConsentState::Active => word("已开始交费", "Paying"),
        FeeConsentState::Withdrawn => word("已取消（不收费）", "Withdrawn (no fee)"),
        FeeConsentState::Lapsed => word("没有确认，已失效（不收费）", "Lapsed (no fee)"),
        FeeConsentState::Ended => word("已终止（不收费）", "Ended (no fee)"),
        FeeConsentState::Refused => word("不同意（不收费）", "Refused (no fee)"),
        FeeConsentState::InReview => word("有不一致，社区核对中（不收费）", "Under review (no fee)"),
    }
}

/// Where an area comes from; an unknown source is shown as it is written.
pub fn area_source(source: &str) -> Option<Word> {
    Some(match source {
        "register" | "certificate" => word("产权登记", "title register"),
        "survey" => word("实测", "measured"),
        "contract" => word("合同", "contract"),
        "roster" => word("花名册", "roster"),
        "self" | "resident" => word("居民说的", "told by the resident"),
        _ => return None,
    })
}

pub const VISIT: Word = word("走访", "Visit");
pub const NEXT: Word = word("下一步", "Next");
pub const PREVIOUS: Word = word("上一步", "Back");
pub const STEP: Word = word("第 {n} 步，共 {all} 步", "Step {n} of {all}");
pub const NO_FORM: Word = word("问卷还没有下载", "The questionnaire is not here yet");
pub const NO_FORM_TEXT: Word = word(
    "联网一次就会下载。现在也可以先记走访结果。",
    "One contact with the server brings it. The outcome can be recorded now.",
);
pub const TO_OUTCOME: Word = word("直接记结果", "Record the outcome");
pub const FULL_FORM: Word = word("问完整的问卷", "Ask the full form");
pub const SHORT_FORM: Word = word("改问简短的（3–4 分钟）", "Ask the short form (3–4 minutes)");
pub const WHAT_CAME: Word = word("这次结果怎样？", "What came of it?");
pub const ANOTHER_OUTCOME: Word = word("换一个结果", "Another outcome");
pub const SUGGESTED: Word = word("建议", "suggested");
pub const POLITE: Word = word("好的，打扰您了，谢谢。", "Of course. Sorry to disturb you, and thank you.");
pub const POLITE_TEXT: Word = word("不影响报修，不影响免费服务。", "Repairs and the free service are not affected.");
pub const SLOT: Word = word("下次什么时候来？", "When to come again?");
pub const SLOT_HINT: Word = word("建议换个时间段：{slot}", "Another time of the week is suggested: {slot}");
pub const SLOT_NONE: Word = word("不约时间", "No date");
pub const NOTE: Word = word("备注", "Note");
pub const NOTE_HINT: Word =
    word("不写他人姓名和电话。200 字以内。", "No names or phone numbers of others. At most 200 characters.");
pub const NOTE_WRONG: Word = word("哪里不对？", "What is wrong?");
pub const NOTE_WRONG_HINT: Word = word(
    "例如：实际是两户、门牌是 502、没有这一户。",
    "Such as: there are two homes, the plate says 502, there is no such door.",
);
pub const COMPANION: Word = word("同行的人", "Who came along");
pub const WORKER: Word = word("网格员填", "For the worker");
pub const SUMMARY: Word = word("将要保存", "To be saved");
pub const ANSWERS: Word = word("{n} 个回答", "{n} answers");
pub const NEEDS: Word = word("{n} 条需求", "{n} needs");
pub const NEEDS_URGENT: Word =
    word("其中 1 条是马上会伤人的隐患，联网就派单", "one of them a danger: a task as soon as there is a network");
pub const PHOTOS: Word = word("{n} 张照片", "{n} photos");
pub const TRIAL_GIVEN: Word = word("免费期知晓：已知晓", "Free months: acknowledged");
pub const FEE_GIVEN: Word = word("交费同意：已签字，每月 {fee} 元", "Fee consent: signed, {fee} yuan a month");
pub const FEE_REFUSED: Word = word("交费同意：明确不愿意", "Fee consent: refused");
pub const FEE_NONE: Word = word("交费同意：没有签，不收费", "Fee consent: not signed, no fee");
pub const SAVE: Word = word("保存走访", "Save the visit");
pub const SAVING: Word = word("正在保存…", "Saving…");
pub const UNDO: Word = word("撤销", "Undo");
pub const DISCARD: Word = word("放弃这次走访", "Throw this visit away");
pub const DISCARD_ASK: Word =
    word("放弃后，这次写的内容就没有了。确定吗？", "What was written in this visit will be gone. Sure?");
pub const KEEP: Word = word("不放弃", "Keep it");
pub const PUT_RIGHT: Word = word("还有 {n} 处要改", "{n} things to put right");
pub const GO_THERE: Word = word("去改", "Go there");
pub const NOT_KEPT: Word = word("没有存上", "Not saved");
pub const NOT_KEPT_TEXT: Word = word(
    "手机存储可能满了。请先不要关掉本页，删掉一些照片或视频后再试。",
    "The phone's storage may be full. Keep this page open, remove some pictures or films, and try again.",
);
pub const DONE: Word = word("已保存在手机里", "Saved on this phone");
pub const DONE_TEXT: Word = word("有网络时自动上传。", "It is sent as soon as there is a network.");
pub const THANKS: Word = word("谢谢您！", "Thank you!");
pub const TO_BOARD: Word = word("回到门户图", "Back to the door board");
pub const NEXT_DOOR: Word = word("看这一户", "Look at this door");
pub const READ_ALOUD: Word = word("朗读", "Read aloud");
pub const STOP_READING: Word = word("停止朗读", "Stop reading");
pub const NO_VOICE: Word =
    word("这部手机不会朗读，请您读给居民听。", "This phone cannot read aloud; please read it to the resident.");
pub const WAIT: Word = word("请先读给居民听（{n} 秒）", "Please read it out first ({n} s)");
