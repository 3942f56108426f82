//! Words of the console's steps: logging in, triage, confirming, assigning, revealing, accounts.
#![cfg(feature = "pages")]

use super::{Word, word};

// Login and password.
pub const LOGIN_TITLE: Word = word("登录", "Log in");
pub const LOGIN: Word = word("账号", "Login");
pub const PASSWORD: Word = word("密码", "Password");
pub const LOG_IN: Word = word("登录", "Log in");
pub const FORGOTTEN: Word =
    word("忘了密码：找本单位管理员设一个新的初始密码。", "Forgotten: your administrator can set a new first password.");
pub const WORKERS_GO: Word =
    word("网格员和维修人员请用手机上的“入户通”。", "Grid workers and technicians use the app on the phone.");
pub const OPEN_FIELD: Word = word("打开手机端", "Open the field app");
pub const PASSWORD_TITLE: Word = word("改密码", "Change the password");
pub const FIRST_PASSWORD: Word =
    word("这是第一次登录，请先换成自己的密码。", "This is your first login: set a password of your own.");
pub const OLD_PASSWORD: Word = word("现在的密码", "Present password");
pub const NEW_PASSWORD: Word = word("新密码", "New password");
pub const NEW_PASSWORD_HINT: Word =
    word("至少 8 个字，不含账号名。一句好记的话最好。", "At least 8 characters without the login. A sentence is best.");
pub const NEW_AGAIN: Word = word("再填一次新密码", "New password again");
pub const SAVE: Word = word("保存", "Save");

// Evidence.
pub const PERSONAL_PARTS_ERASED: Word = word("个人信息已依法删除", "Personal parts were lawfully erased");

// Home.
pub const WAITS: Word = word("等您处理", "Waits for you");
pub const OVERVIEW: Word = word("总览", "Overview");
pub const NOTHING_WAITS: Word = word("现在没有等您处理的事。", "Nothing waits for you now.");
pub const CONSENTS_PENDING: Word = word("同意书等回访", "Consents to confirm");
pub const REQUESTS_NEW: Word = word("诉求待分办", "Requests to triage");
pub const TASKS_DONE: Word = word("完工待确认", "Tasks to confirm");
pub const TASKS_UNASSIGNED: Word = word("工单待派", "Tasks to assign");
pub const TASKS_DECLINED: Word = word("被退的工单", "Declined tasks");
pub const TASKS_DANGER: Word = word("危险（P0）在办", "Open dangers (P0)");
pub const TASKS_OPEN: Word = word("在办工单", "Open tasks");
pub const TASKS_RETURNED: Word = word("返工", "Returned tasks");
pub const TASKS_ESCALATED: Word = word("交街道的工单", "Tasks with the street");
pub const RECORDS_ASIDE: Word = word("手机记录待看", "Records set aside");
pub const REVIEWS_OPEN: Word = word("待核事项", "Review list");
pub const VISITS_TODAY: Word = word("今天的走访", "Visits today");
pub const ACCOUNTS_OPEN: Word = word("在用账号", "Open accounts");
pub const ACCOUNTS_LOCKED: Word = word("已锁定", "Locked");

// Triage.
pub const TRIAGE: Word = word("分办", "Triage");
pub const TRIAGE_HINT: Word = word(
    "居民选的是图标，请选准类别。类别决定轻重和谁负责。",
    "The resident chose an icon; choose the category. It decides urgency and who acts.",
);
pub const MAKE_TASK: Word = word("生成工单", "Make a task");
pub const REJECT: Word = word("不受理", "Reject");
pub const REJECT_HINT: Word = word("原因会原样给居民看。", "The resident reads this reason.");
pub const MERGE: Word = word("合并到已有诉求", "Merge into another");
pub const MERGE_WITH: Word = word("同一件事的诉求", "Request about the same matter");
pub const CALL_FIRST: Word = word("请先打电话：{who}", "Call first: {who}");
pub const OTHER_CATEGORIES: Word = word("其他类别", "Other categories");

// Consents.
pub const WHAT_WAS_SHOWN: Word = word("当时看到的全文", "The text as shown");
pub const TEXT_INTACT: Word = word("全文和签字时的摘要一致。", "The text equals the digest that was signed.");
pub const TEXT_CHANGED: Word = word(
    "系统里的文本和签字时的摘要不一致，请勿确认，报告区中心。",
    "The text here does not match the digest that was signed. Do not confirm; tell the centre.",
);
pub const TERMS: Word = word("约定", "Terms");
pub const SIGNATURE: Word = word("签名笔迹", "Signature");
pub const NO_SIGNATURE: Word = word("没有笔迹（可能还没传到）。", "No strokes (perhaps not arrived yet).");
pub const SIGNER: Word = word("签字人", "Signer");
pub const RELATION: Word = word("和房子的关系", "Relation to the home");
pub const READING_TIME: Word = word("看文本的时间", "Time on the text");
pub const SECONDS: Word = word("{n} 秒", "{n} s");
pub const READ_ALOUD: Word = word("有人朗读", "Read aloud");
pub const PHONE_CLOCK: Word = word("手机时间", "Phone's clock");
pub const SHARES: Word = word("同意交给物业公司", "Share with the company");
pub const FREE_FROM_TO: Word = word("免费期", "Free months");
pub const FEE_FROM: Word = word("最早收费日", "Fee not before");
pub const RATE: Word = word("单价（元／㎡·月）", "Rate (yuan per m² and month)");
pub const CONFIRM_TITLE: Word = word("电话回访", "Call back");
pub const CONFIRM_HINT: Word = word(
    "请打电话问：是不是本人签的？免费到哪天、以后每月多少钱，清楚吗？愿不愿意？",
    "Call and ask: did you sign yourself? Are the free time and the monthly amount clear? Do you want it?",
);
pub const CONFIRMED: Word = word("本人清楚，愿意", "Clear and willing");
pub const NOT_CONFIRMED: Word = word("没有确认", "Not confirmed");
pub const NOT_CONFIRMED_HINT: Word = word(
    "写明情况，例如“不记得签过”“没打通”。不确认就不收费。",
    "Say why, such as \"does not remember\" or \"no answer\". Without confirmation there is no fee.",
);
pub const SECOND_PERSON: Word =
    word("您登记了这份同意书，要由另一位同事回访确认。", "You captured this consent; a colleague has to confirm it.");
pub const STATE_NOW: Word = word("现在的状态", "State now");
pub const CALLBACKS: Word = word("回访记录", "Call-backs");
pub const NOTE: Word = word("说明", "Note");
pub const NOTE_OPTIONAL: Word = word("说明（可不填）", "Note (optional)");

// Tasks.
pub const HISTORY: Word = word("经过", "History");
pub const BEFORE: Word = word("做之前", "Before");
pub const AFTER: Word = word("做之后", "After");
pub const PHOTOS: Word = word("照片", "Photos");
pub const PHOTO_OF: Word = word("照片 {n}", "Photo {n}");
pub const NO_PHOTOS: Word = word("没有照片", "No photos");
pub const NEXT_STEP: Word = word("下一步", "Next step");
pub const NO_STEP: Word = word("现在没有您要做的步骤。", "No step is yours now.");
pub const ASSIGN_TO: Word = word("派给谁", "Assign to");
pub const WAY_BACK: Word = word("返回列表", "Back to the list");
pub const REFUSED_STEP: Word = word("没有生效：{reason}", "Not done: {reason}");
pub const DOOR_WHILE_OPEN: Word = word("门牌只在工单没办结时可见。", "The door shows only while the task is open.");
pub const FROM_NEED: Word = word("来自需求", "From a need");
pub const FROM_REQUEST: Word = word("来自诉求", "From a request");

// Records and reviews.
pub const ORIGINAL: Word = word("原文（一字未改）", "The original, word for word");
pub const WHAT_TO_DO: Word = word("为什么放在一边，怎么办", "Why it was set aside, and what to do");
pub const NOT_LOST: Word = word("记录没有丢，原文保存在这里。", "The record is not lost; it is kept here.");
pub const SETTLE: Word = word("标为已处理", "Mark as settled");
pub const SETTLED: Word = word("已标为处理过。", "Marked as settled.");

// Households and compounds.
pub const FACTS: Word = word("基本情况", "Facts");
pub const PEOPLE: Word = word("登记的人", "Registered people");
pub const NAME: Word = word("姓名", "Name");
pub const PHONE: Word = word("电话", "Phone");
pub const REVEAL: Word = word("查看电话", "Show the phone");
pub const REVEAL_HINT: Word = word("每次查看都会留痕。今天还可以看 {n} 次。", "Each time is logged. {n} more today.");
pub const PURPOSE: Word = word("用途", "Purpose");
pub const REVEALED: Word =
    word("完整电话只显示这一次，请用完关闭本页。", "The full number is shown this once; close the page when done.");
pub const CONSENT_EVENTS: Word = word("同意记录", "Consent events");
pub const HANDLER: Word = word("专人处理的事", "Matters for named people only");
pub const HANDLER_HINT: Word = word(
    "指定以后，这一类事只有被指定的人看得到；一个地方没有指定人时，社区工作人员都看得到，免得没人管。",
    "Once somebody is named, only those named see such matters; where nobody is, every clerk does, so that none is overlooked.",
);
pub const HANDLER_NAME: Word = word("指定处理：{what}", "Name for: {what}");
pub const HANDLER_END: Word = word("不再处理：{what}", "No longer for: {what}");
pub const OWN_TITLE: Word = word("网格员自己家、亲戚家", "A grid worker's own or relatives' home");
pub const OWN_HINT: Word = word(
    "网格员申报后，这一户由别的网格员走访、填表、办同意书；本人再送来的会放在一边，不会丢。",
    "Once declared, another worker visits, asks and takes consents here; what this worker sends is set aside and not lost.",
);
pub const OWN_RELATION: Word = word("是谁的家", "Whose home");
pub const OWN_DECLARE: Word = word("登记申报", "Note the declaration");
pub const OWN_END: Word = word("不再是了：{name}", "No longer: {name}");
/// Whose home it is to a grid worker (INV-28): value and words.
pub const OWN_RELATIONS: [(&str, Word); 2] =
    [("own", word("本人家", "their own")), ("relative", word("亲戚家", "a relative's"))];
pub const PUBLIC_PAGE: Word = word("居民页面", "Residents' page");
pub const POSTER: Word = word("打印海报", "Print the poster");
pub const STAGES: Word = word("阶段经过", "Stages");
pub const DOORS: Word = word("各户走访状态", "Doors by state");
pub const SERVICE: Word = word("物业服务", "Service");
pub const BUILT: Word = word("建成年份", "Built");
pub const DECLARED: Word = word("申报户数", "Declared households");
pub const TRIAL: Word = word("免费试用", "Trial");
pub const OCCUPANCY_SEQ: Word = word("第几轮住户", "Occupancy no.");
/// Why somebody needs a phone number (model 2.3): value and words.
pub const PURPOSES: [(&str, Word); 5] = [
    ("consent_callback", word("同意书回访", "Call-back about a consent")),
    ("request_contact", word("联系办理诉求", "Contact about a request")),
    ("danger", word("紧急危险", "Danger")),
    ("appointment", word("约定上门时间", "Appointment for a visit")),
    ("roster_fix", word("核对名册", "Checking the roster")),
];

// Accounts.
pub const ADD_ACCOUNT: Word = word("新开账号", "Add an account");
pub const FIRST_PASSWORD_FIELD: Word = word("初始密码", "First password");
pub const FIRST_PASSWORD_HINT: Word = word("对方第一次登录必须改掉。", "Must be changed at the first login.");
pub const ROLE: Word = word("角色", "Role");
pub const SCOPE: Word = word("范围", "Scope");
pub const GRANTS: Word = word("权限", "Grants");
pub const ADD_GRANT: Word = word("加一项权限", "Add a grant");
pub const END_GRANT: Word = word("收回", "Take back");
pub const LOCK: Word = word("锁定", "Lock");
pub const UNLOCK: Word = word("解锁", "Unlock");
pub const END: Word = word("停用（不可恢复）", "End for good");
pub const SET_FIRST: Word = word("重设初始密码", "Set a first password");
pub const OPEN_STATE: Word = word("在用", "Open");
pub const LOCKED_STATE: Word = word("已锁定", "Locked");
pub const ENDED_STATE: Word = word("已停用", "Ended");
pub const AT_ONCE: Word = word("立刻生效，对方会马上退出。", "Takes effect at once; the person is logged out.");
pub const SCOPE_DISTRICT: Word = word("全区", "Whole district");
pub const DONE: Word = word("已办好。", "Done.");

// Visits and answers.
pub const DECLINED: Word = word("不想回答", "Declined");
pub const COMPANION: Word = word("同行的人", "Companion");
pub const COME_AGAIN: Word = word("约好再来", "Come again on");
