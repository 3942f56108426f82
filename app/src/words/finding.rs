//! What a finding's code says to people, and what to do about it. One table for phone and pages.

use super::{Word, word};

/// The words of a code; a plain request to look again for codes nobody has words for.
pub fn finding(code: &str) -> Word {
    match code {
        "required" => word("这一项还没填。", "Still to be filled in."),
        "unanswered" => {
            word("这一项还没填。居民不想说，就点“不想回答”。", "Not answered yet. If they prefer not to say, tap that.")
        }
        "may_not_decline" => word("这一项要填。", "This one needs an answer."),
        "too_long" => word("太长了，请写短些。", "Too long; please shorten it."),
        "too_many" => word("选多了，请去掉几项。", "Too many; please take some away."),
        "exclusive" => word("选了“都没有”，就不能再选别的。", "“None” cannot stand beside others."),
        "nothing_changed" => word("没有改动，不用保存。", "Nothing was changed; there is nothing to save."),
        "paper_missing" => word("请拍下产权证。", "Please photograph the certificate."),
        "empty" => word("还没有写。", "Nothing written yet."),
        "out_of_range" => word("超出范围，请核对。", "Out of range; please check."),
        "not_a_phone" => word("手机号应是 11 位，以 1 开头。", "A mobile number has 11 digits and begins with 1."),
        "area_not_a_number" | "wrong_kind" => word("请写数字，例如 68.47。", "Please write a number such as 68.47."),
        "area_too_many_decimals" => word("最多两位小数。", "At most two decimals."),
        "area_out_of_range" => word("面积应在 5 到 500 平方米之间。", "An area is between 5 and 500 m²."),
        "area_missing_point" => word("是不是漏了小数点？", "Was the decimal point forgotten?"),
        "number_wanted" => word("请写整数。", "Please write a whole number."),
        "more_than_household" => {
            word("老人加孩子，比常住人口还多，请核对。", "More elders and children than people; please check.")
        }
        "nobody_lives_there" => {
            word("常住 0 人，但房子不是空着，请核对。", "Nobody lives here, yet it is not vacant; please check.")
        }
        "outcome_missing" => word("请选这次的结果。", "Please choose what came of it."),
        "hazard_without_need" => {
            word("说了有危险，请填是哪一种、在哪里。", "A danger was named: say which kind and where.")
        }
        "unknown_code" => word("请选是哪一种。", "Please choose which kind."),
        "place_missing" => word("有危险必须写清在哪里。", "A danger needs its place."),
        "text_missing" => word("选了“其他”，请写一句怎么回事。", "“Other” needs a few words."),
        "note_missing" => {
            word("请写一句哪里不对，社区好改。", "Please write what is wrong, so that it can be put right.")
        }
        "may_not_decide" => word("孩子、护工、客人不能签。", "A child, a carer or a guest cannot sign."),
        "relation_may_not_sign" => word(
            "这种关系不能签，请房主、共有人、租户或受托人来签。",
            "Not with this relation: owner, co-owner, tenant or agent.",
        ),
        "text_not_read" => {
            word("请看满 20 秒，或者读给居民听。", "Please leave it on the screen for 20 seconds, or read it out.")
        }
        "strokes_missing" => word("还没有签名。", "Not signed yet."),
        "too_few_points" => word("签名太短，请签全名。", "Too short; please sign the full name."),
        "too_many_points" | "outside_the_box" | "time_runs_back" => {
            word("签名没有录好，请点“重新签”。", "The signature did not come out; please clear and sign again.")
        }
        "window_not_open" => word("还没到可以签的日子。", "It is too early to sign."),
        "company_may_not_capture" => word("物业公司的人不能办这一项。", "Staff of the company may not do this."),
        "not_what_was_shown" | "text_not_current" => {
            word("同意书有更新，请重新打开这一页。", "The text has changed; please open this page again.")
        }
        "own_household" => word(
            "这是您自己家或您申报的亲戚家，要由别的网格员来办。",
            "Your own home, or a relative's that you declared: another worker has to do this one.",
        ),
        "other_occupancy" => {
            word("这家换了人，请重新打开这一户。", "Another family lives here now; please open the door again.")
        }
        "future" | "before_2020" | "ends_before_start" => {
            word("手机时间不对，请在系统设置里改成自动。", "The phone's clock is wrong; set it to automatic.")
        }
        "slot_in_the_past" => word("下次时间已经过去了。", "That date has passed."),
        _ => word("请检查这一项。", "Please look at this again."),
    }
}
