//! Words around the consent texts; the texts themselves are in the content of `domain::consent`.

use super::{Word, word};
use domain::consent::Relation;

/// Who signs.
pub const fn relation(relation: Relation) -> Word {
    match relation {
        Relation::Owner => word("房主", "Owner"),
        Relation::CoOwner => word("共有人", "Co-owner"),
        Relation::OwnerFamily => word("房主家人", "Owner's family"),
        Relation::Tenant => word("租户", "Tenant"),
        Relation::Agent => word("受托人", "Agent"),
        Relation::Other => word("其他", "Other"),
    }
}

pub const TRIAL: Word = word("免费期知晓", "The free months");
pub const TRIAL_YES: Word = word("知道了", "I know");
pub const TRIAL_SKIP: Word = word("跳过", "Skip");
pub const FEE: Word = word("交费同意", "Fee consent");
pub const TODAY_FREE: Word = word(
    "今天不收钱。不签也一样享受免费服务。",
    "Nothing is charged today. Without a signature the free service is the same.",
);
pub const WHY_NOT: Word = word("现在不能签交费同意", "A fee consent cannot be signed now");
pub const NOT_YET: Word = word(
    "先试后买：还没试够。{day} 起才能签，今天只登记需求。",
    "Try first: it has not been tried long enough. Possible from {day}; today only needs are recorded.",
);
pub const NO_COMPANY: Word = word("这个小区还没有物业公司。", "No company serves this compound yet.");
pub const NO_TRIAL: Word = word("免费试用没有在进行，不能签。", "The free trial is not running.");
pub const NO_RATE: Word = word("收费标准还没有公示，不能签。", "The fee has not been published.");
pub const NO_AREA: Word = word(
    "面积没有登记，算不出每月多少钱，先核实面积。",
    "The area is unknown, so no sum can be shown. It has to be verified first.",
);
pub const SIGNED_BEFORE: Word = word("这家已经签过。", "This household has signed already.");
pub const REFUSED_BEFORE: Word =
    word("这家说过不同意，不再问。居民自己提出才能再谈。", "They refused; we do not ask again unless they do.");
pub const IN_REVIEW: Word =
    word("前后登记不一致，社区核对完才能签。", "Two entries disagree; the community settles it first.");
pub const COMPANY_MAY_NOT: Word =
    word("物业公司的人不能拿手机办交费同意。", "Staff of the company may not hold the phone for a fee consent.");

pub const WHO: Word = word("谁来签？", "Who signs?");
pub const WHO_ADULT: Word = word("成年人，能做主", "An adult who may decide");
pub const WHO_OTHER: Word = word("孩子、护工、客人", "A child, a carer, a guest");
pub const WHO_OTHER_TEXT: Word = word(
    "不能签。请等家里能做主的人在时再来，今天先不签。",
    "They cannot sign. Come when somebody who may decide is at home; not today.",
);
pub const RELATION: Word = word("签字人和房子的关系", "The signer and this home");
pub const RELATION_NO: Word = word(
    "房主、共有人、租户、有书面委托书的受托人才能签。",
    "Only an owner, co-owner, tenant, or somebody authorised in writing may sign.",
);
pub const NAME: Word = word("签字人姓名", "Name of the signer");
pub const SEEN: Word = word("这份同意书", "This text");
pub const SEEN_MYSELF: Word = word("我看清了", "I have read it");
pub const SEEN_READ: Word = word("有人给我读了", "Somebody read it to me");
pub const READER: Word = word("谁读的？", "Who read it?");
pub const WITNESS: Word = word("见证人（不识字、看不清时）", "Witness (if the signer cannot read)");
pub const SHARE: Word = word(
    "我同意把姓名、门牌、面积、电话、费用交给物业公司（不勾选可由社区代收转）",
    "I agree that name, door, area, phone and fee go to the company (otherwise the community passes it on)",
);
pub const WILLING: Word = word("我愿意从 {day} 起交费", "I am willing to pay from {day}");
pub const SIGN_HERE: Word = word("请用手指签名字", "Please sign with a finger");
pub const SIGNATURE: Word = word("签名", "Signature");
pub const CLEAR: Word = word("重新签", "Clear");
pub const SIGN_BETTER: Word = word(
    "这不太像签名。请签名字；不会写字可请见证人。",
    "This hardly looks like a signature. Please write the name, or ask a witness.",
);
pub const PAPER: Word = word("纸质件照片（可以不拍）", "Photo of a paper (may be left out)");
pub const I_WILL: Word = word("我愿意交费", "I am willing to pay");
pub const NOT_NOW: Word = word("先不签", "Not now");
pub const SAYS_NO: Word = word("居民明确说“不愿意”", "The resident says no in so many words");
pub const SAYS_NO_HINT: Word =
    word("记下后不再问。不影响免费服务。", "We note it and do not ask again. The free service goes on.");
pub const SECONDS: Word = word("已看 {n} 秒", "On screen for {n} s");
pub const NUMBER: Word = word("编号 {no}", "No. {no}");
pub const SIGNED: Word = word("签字已保存", "The signature is kept");
pub const SIGNED_TEXT: Word = word(
    "同意书编号 {no}，每月 {fee} 元，从 {day} 起。社区会再打电话或上门确认一次，确认了才算数；不确认就不收费。",
    "Text {no}, {fee} yuan a month from {day}. The community will call once more to confirm; without that there is no fee.",
);
pub const HOW_TO_CANCEL: Word = word(
    "想取消：打 {tel}，或扫小区二维码点“我要取消”，不用说理由。",
    "To cancel: call {tel}, or scan the compound's code and choose “cancel”. No reason needed.",
);
pub const SIGN_AGAIN: Word = word("改主意了，重新来", "Changed their mind: start again");
pub const TELL_HOUSEHOLD: Word =
    word("请把这几项抄在纸条上留给居民", "Please copy this onto the slip for the household");
